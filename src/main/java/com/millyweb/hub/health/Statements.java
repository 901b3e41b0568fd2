package com.millyweb.hub.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The longer SQL statements of this noun, files under {@code sql/health}. */
final class Statements {
  static final String CHANGE = read("change");
  static final String CHANNELS = read("channels");
  static final String ENGINE = read("engine");

  private Statements() {}

  private static String read(String name) {
    String path = "/sql/health/" + name + ".sql";
    try (InputStream in = Statements.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("No statement on the class path: " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Statement can not be read: " + path, e);
    }
  }
}
