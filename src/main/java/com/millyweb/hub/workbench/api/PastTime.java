package com.millyweb.hub.workbench.api;

import com.millyweb.hub.text.Truncate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Reads a moment of the past: how long ago it was, or when. */
final class PastTime {
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final int MAX_LENGTH = 64;

  private PastTime() {}

  /**
   * @param name of the field, for the refusal
   */
  static Instant read(String name, String text, Instant now) {
    Instant moment = text.isBlank() || text.length() > MAX_LENGTH ? null : moment(text, now);
    if (moment == null || moment.isAfter(now)) {
      throw Refusal.badParameter(
          name,
          "must be a duration up to 3650d such as 7d, or a time of the past with offset such as 2030-01-31T08:00:00Z, was: '%s'"
              .formatted(Truncate.line(text, MAX_LENGTH)));
    }
    return moment;
  }

  private static @Nullable Instant moment(String text, Instant now) {
    try {
      Duration ago = DurationStyle.detectAndParse(text);
      boolean good = !ago.isNegative() && !ago.isZero() && ago.compareTo(LONGEST) <= 0;
      return good ? now.minus(ago) : null;
    } catch (IllegalArgumentException | ArithmeticException e) {
      try {
        return Given.moment(text);
      } catch (IllegalArgumentException no) {
        return null;
      }
    }
  }
}
