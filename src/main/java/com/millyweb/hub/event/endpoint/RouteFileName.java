package com.millyweb.hub.event.endpoint;

import com.millyweb.hub.text.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Route;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;

/** The file that a route was read from. */
final class RouteFileName {
  private RouteFileName() {}

  /** SHA-256 of the file as it was read; null for a route without one. */
  static @Nullable String hash(Route route) {
    Resource file = route.getSourceResource();
    if (file == null || !file.exists()) {
      return null;
    }
    try (InputStream content = file.getInputStream()) {
      return Digest.sha256Hex(new String(content.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return null;
    }
  }

  /** The location without its scheme and line, e.g. {@code flow/push-to-chat.camel.yaml}. */
  static @Nullable String of(Route route) {
    String location = route.getSourceLocation();
    if (location == null) {
      return null;
    }
    int scheme = location.indexOf(':');
    int line = location.lastIndexOf(':');
    String path =
        line > scheme ? location.substring(scheme + 1, line) : location.substring(scheme + 1);
    return path;
  }
}
