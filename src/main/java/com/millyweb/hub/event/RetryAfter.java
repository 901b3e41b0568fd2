package com.millyweb.hub.event;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a flow or sender whose target asks for time: the delivery's lane is paused, no failure
 * is counted.
 */
public class RetryAfter extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A target that asks for more is asked again after a day. */
  public static final Duration LONGEST = Duration.ofHours(24);

  private static final int MAX_LENGTH = 64;

  private final Duration delay;

  public RetryAfter(Duration delay, String message) {
    super(message);
    this.delay = delay;
  }

  public Duration delay() {
    return delay;
  }

  /**
   * Reads the value of a {@code Retry-After} header: seconds, also with a fraction, or an HTTP date
   * (RFC 9110, section 10.2.3).
   *
   * @return zero for a time that is over (0, a negative number, a past date), at most {@link
   *     #LONGEST}; null when there is no value, or none that can be read
   */
  public static @Nullable Duration read(@Nullable String value, Instant now) {
    if (value == null || value.length() > MAX_LENGTH) {
      return null;
    }
    String text = value.strip();
    if (text.matches("[+-]?\\d+(\\.\\d+)?")) {
      return atMostLongest(new BigDecimal(text));
    }
    Instant date = DateUtils.parseStandardDate(text);
    return date == null
        ? null
        : atMostLongest(BigDecimal.valueOf(Duration.between(now, date).toMillis(), 3));
  }

  private static Duration atMostLongest(BigDecimal seconds) {
    BigDecimal longest = BigDecimal.valueOf(LONGEST.toSeconds());
    BigDecimal bounded = seconds.max(BigDecimal.ZERO).min(longest);
    return Duration.ofMillis(
        bounded.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact());
  }
}
