package com.millyweb.hub.event.pacing;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * Where a new subscription begins.
 *
 * @param ago so long before it is made; null for {@code at}
 */
public record Since(@Nullable Duration ago, @Nullable Instant at) {

  /** Reads {@code -7d} or an ISO 8601 time with offset. */
  public static Since of(String text) {
    String word = text.strip();
    try {
      Duration duration = DurationStyle.detectAndParse(word);
      if (duration.isNegative()) {
        return new Since(duration.negated(), null);
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      try {
        return new Since(null, OffsetDateTime.parse(word).toInstant());
      } catch (DateTimeParseException alsoNot) {
        throw refused(text);
      }
    }
    throw refused(text);
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "since must be a time back such as -7d, or an ISO 8601 time such as 2030-01-31T08:00:00Z, was: '%s'"
            .formatted(text));
  }
}
