package com.millyweb.hub.event.endpoint;

import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/** The file that a route was read from. */
final class RouteFileName {
  private RouteFileName() {}

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
