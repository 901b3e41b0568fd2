package com.millyweb.hub.health;

import com.millyweb.hub.health.probe.HealthProbe.Level;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A picture of a system's name and how it is. */
final class Badge {
  private static final int MARGIN = 12;
  private static final int CHARACTER = 7;

  private Badge() {}

  static String svg(String system, Level level) {
    String colour =
        switch (level) {
          case UP -> "#2e7d32";
          case DEGRADED -> "#b26a00";
          case DOWN -> "#c62828";
          case UNKNOWN -> "#616161";
        };
    int left = MARGIN + CHARACTER * system.length();
    int right = MARGIN + CHARACTER * level.text().length();
    return read("badge.svg")
        .replace("{width}", String.valueOf(left + right))
        .replace("{left}", String.valueOf(left))
        .replace("{right}", String.valueOf(right))
        .replace("{middleLeft}", String.valueOf(left / 2))
        .replace("{middleRight}", String.valueOf(left + right / 2))
        .replace("{colour}", colour)
        .replace("{system}", system)
        .replace("{status}", level.text());
  }

  /** A page or picture beside {@code systems.yaml}. */
  static String read(String name) {
    try (InputStream in = Badge.class.getResourceAsStream("/health/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
