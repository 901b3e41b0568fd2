package com.millyweb.hub.route.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.PackagedRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The data of an event for each flow, {@code flow/samples/<flow>.json}; {@code <flow>.<part>.json}
 * where the routes of a file listen to different events.
 */
public final class Samples {
  static final Samples NONE = new Samples(path -> null);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 1024 * 1024;

  private final Function<String, @Nullable String> read;

  private Samples(Function<String, @Nullable String> read) {
    this.read = read;
  }

  /** The folder's samples, and those of the jar for what it does not have. */
  public static Samples of(Path folder, PackagedRoutes packaged) {
    return new Samples(
        path -> {
          String own = read(folder.resolve(path));
          return own == null ? packaged.beside(path) : own;
        });
  }

  private static @Nullable String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES ? null : new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The sample of one route; null where there is none, or it is no JSON.
   *
   * @param patterns the event patterns that the routes of the file listen to
   */
  public @Nullable JsonNode of(RouteText file, @Nullable String route, List<String> patterns) {
    String prefix = file.idPrefix();
    String folder = file.folder() + "/samples/";
    String name = prefix.substring(file.folder().length() + 1);
    if (route != null && route.startsWith(prefix + ".")) {
      JsonNode part = json(folder + name + route.substring(prefix.length()) + ".json");
      if (part != null) {
        return part;
      }
    }
    return patterns.stream().distinct().count() == 1 ? json(folder + name + ".json") : null;
  }

  private @Nullable JsonNode json(String path) {
    String text = read.apply(path);
    try {
      return text == null ? null : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
