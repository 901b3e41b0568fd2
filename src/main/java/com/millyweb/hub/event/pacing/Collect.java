package com.millyweb.hub.event.pacing;

import java.time.Duration;

/**
 * Events of one key that come within a time of the first of them are handed over as one list.
 *
 * @param window how long the first one waits for others
 * @param most how many a list has at most; a full one does not wait
 */
public record Collect(Duration window, LaneKey by, int most) {
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final int MOST = 1000;

  public Collect {
    if (window.compareTo(LONGEST) > 0 || window.toMillis() < 1) {
      throw new IllegalArgumentException(
          "collect must be a time from 1ms to 31d, such as 10s, was: " + window);
    }
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException(
          "collectMax must be 1 to %d, was: %d".formatted(MOST, most));
    }
  }
}
