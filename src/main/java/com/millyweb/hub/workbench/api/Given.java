package com.millyweb.hub.workbench.api;

import com.millyweb.hub.event.TypePattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads values of parameters and fields; an empty text is the same as none. */
public final class Given {
  private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

  private Given() {}

  public static @Nullable String text(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  /** The pattern of a text that {@link EventTypes} has checked. */
  static @Nullable TypePattern pattern(@Nullable String value) {
    String text = text(value);
    return text == null ? null : TypePattern.of(text);
  }

  /**
   * @throws IllegalArgumentException with the rule as its message
   */
  public static @Nullable Instant moment(String value) {
    if (value.isEmpty()) {
      return null;
    }
    try {
      Instant moment = OffsetDateTime.parse(value).toInstant();
      if (!moment.isBefore(Instant.EPOCH) && !moment.isAfter(END_OF_TIME)) {
        return moment;
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "must be an ISO 8601 time with offset, such as 2030-01-31T08:00:00Z", e);
    }
    throw new IllegalArgumentException("must lie between 1970 and 9999");
  }
}
