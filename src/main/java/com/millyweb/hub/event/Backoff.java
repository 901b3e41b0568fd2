package com.millyweb.hub.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.springframework.boot.convert.DurationStyle;

/**
 * Back-off with jitter: the steps, and then twice the last one for each further failure, at most
 * {@code max}; ±20 % so that what failed together does not come back together.
 */
public record Backoff(List<Duration> steps, Duration max) {
  private static final double JITTER = 0.2;

  public Backoff {
    steps = List.copyOf(steps);
    for (Duration step : steps) {
      if (step.isNegative() || step.compareTo(max) > 0) {
        throw new IllegalArgumentException(
            "Back-off must be first..max with 0 <= first <= max, was: %s..%s".formatted(step, max));
      }
    }
  }

  Backoff(Duration first, Duration max) {
    this(List.of(first), max);
  }

  /**
   * Reads {@code 1s}, {@code 1s..10m}, or the very delays, {@code 5s,5m,2h}; without a maximum it
   * is an hour or the last delay, for several delays always the longest.
   */
  public static Backoff of(String text) {
    int dots = text.indexOf("..");
    List<Duration> steps = new ArrayList<>();
    for (String step : (dots < 0 ? text : text.substring(0, dots)).split(",", -1)) {
      steps.add(duration(step, text));
    }
    if (dots >= 0) {
      return new Backoff(steps, duration(text.substring(dots + 2), text));
    }
    Duration longest = steps.stream().max(Duration::compareTo).orElseThrow();
    Duration hour = Duration.ofHours(1);
    return new Backoff(steps, steps.size() == 1 && longest.compareTo(hour) < 0 ? hour : longest);
  }

  Duration after(int failures, Random random) {
    int step = Math.min(failures, steps.size()) - 1;
    double exponent = Math.min(failures - 1 - step, 40);
    double millis = Math.min(max.toMillis(), steps.get(step).toMillis() * Math.pow(2, exponent));
    double jitter = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) (millis * jitter));
  }

  private static Duration duration(String text, String whole) {
    try {
      return DurationStyle.detectAndParse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Back-off must be like '1s', '1s..10m' or '5s,5m,2h', was: '%s'".formatted(whole), e);
    }
  }
}
