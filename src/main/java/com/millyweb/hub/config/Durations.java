package com.millyweb.hub.config;

import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/** Durations in the way of the configuration. */
public final class Durations {
  private static final long EXACT_MILLIS = 10_000;

  /** A number alone would be milliseconds to one reader and seconds to another. */
  private static final Pattern WITH_UNIT = Pattern.compile("\\d{1,9}(ms|s|m|h|d)");

  private Durations() {}

  /**
   * @throws IllegalArgumentException when it is no whole number with its unit: ms, s, m, h or d
   */
  public static Duration parse(String text) {
    String plain = text.strip();
    if (!WITH_UNIT.matcher(plain).matches()) {
      throw new IllegalArgumentException(
          "A duration is a number with its unit, such as 30s or 2h, was: '%s'".formatted(plain));
    }
    return DurationStyle.SIMPLE.parse(plain);
  }

  /** {@code 2m17s}; parts of a second only where they matter, {@code 250ms}, {@code 1500ms}. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (duration.isNegative() || millis < EXACT_MILLIS && millis % 1_000 != 0) {
      return millis + "ms";
    }
    Duration rounded = Duration.ofSeconds(Math.round(millis / 1_000.0));
    StringBuilder text = new StringBuilder();
    part(text, rounded.toDays(), "d");
    part(text, rounded.toHoursPart(), "h");
    part(text, rounded.toMinutesPart(), "m");
    part(text, rounded.toSecondsPart(), "s");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void part(StringBuilder text, long number, String unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
