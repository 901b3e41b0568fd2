package com.millyweb.hub.event;

import java.time.Duration;
import java.util.Random;
import org.springframework.boot.convert.DurationStyle;

/**
 * Exponential back-off with jitter: {@code first · 2^(failures-1)}, at most {@code max}, ±20 % so
 * that what failed together does not come back together.
 */
record Backoff(Duration first, Duration max) {
  private static final double JITTER = 0.2;

  Backoff {
    if (first.isNegative() || first.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "Back-off must be first..max with 0 <= first <= max, was: %s..%s".formatted(first, max));
    }
  }

  /** Reads {@code 1s}, or {@code 1s..10m}; without a maximum it is an hour, or the first delay. */
  static Backoff of(String text) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      Duration first = duration(text, text);
      Duration hour = Duration.ofHours(1);
      return new Backoff(first, first.compareTo(hour) > 0 ? first : hour);
    }
    return new Backoff(
        duration(text.substring(0, dots), text), duration(text.substring(dots + 2), text));
  }

  Duration after(int failures, Random random) {
    double exponent = Math.min(failures - 1, 40);
    double millis = Math.min(max.toMillis(), first.toMillis() * Math.pow(2, exponent));
    double jitter = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) (millis * jitter));
  }

  private static Duration duration(String text, String whole) {
    try {
      return DurationStyle.detectAndParse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Back-off must be like '1s' or '1s..10m', was: '%s'".formatted(whole), e);
    }
  }
}
