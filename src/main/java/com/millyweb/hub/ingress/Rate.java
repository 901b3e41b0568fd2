package com.millyweb.hub.ingress;

import com.millyweb.hub.http.RateLimiter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** So many in a time, written {@code 100/s}, {@code 600/m} or {@code 1000/h}. */
record Rate(int count, Duration per) {
  Rate {
    if (count < 1) {
      throw new IllegalArgumentException("A rate must allow at least one, was: " + count);
    }
  }

  public static Rate valueOf(String text) {
    int slash = text.indexOf('/');
    try {
      return new Rate(
          Integer.parseInt(text.substring(0, Math.max(0, slash)).strip()),
          switch (text.substring(slash + 1).strip()) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> throw new IllegalArgumentException("Unknown unit");
          });
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "A rate must be written like 100/s, 600/m or 1000/h, was: '%s'".formatted(text));
    }
  }

  /** Lets as many as one period's worth through at once. */
  RateLimiter limiter(Clock clock) {
    double perSecond = count * 1_000.0 / per.toMillis();
    return new RateLimiter(perSecond, count, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
  }
}
