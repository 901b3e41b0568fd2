package com.millyweb.hub.service.grafana;

import com.millyweb.hub.config.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Times as steps write them. */
final class Moments {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  private Moments() {}

  /**
   * @throws IllegalArgumentException when it is none of 1m to 366d
   */
  static Duration duration(String text) {
    Duration duration = Durations.parse(text);
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "The duration of a silence must be 1m to 366d, was: '%s'".formatted(text));
    }
    return duration;
  }

  /**
   * @param option for the message
   * @throws IllegalArgumentException when it is neither ISO 8601 nor milliseconds since 1970
   */
  static Instant instant(String option, String text) {
    String plain = text.strip();
    try {
      return plain.matches("\\d{1,15}")
          ? Instant.ofEpochMilli(Long.parseLong(plain))
          : OffsetDateTime.parse(plain).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s must be an ISO 8601 time with offset, such as 2030-01-31T08:00:00Z, was: '%s'"
              .formatted(option, plain),
          e);
    }
  }
}
