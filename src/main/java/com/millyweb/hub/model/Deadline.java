package com.millyweb.hub.model;

import java.time.Duration;

/** When a step must have its answer. */
public final class Deadline {
  private final long until;
  private final Duration whole;

  private Deadline(long until, Duration whole) {
    this.until = until;
    this.whole = whole;
  }

  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos(), time);
  }

  /** The time that is left; zero when none is. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
  }

  /** The time that there was. */
  Duration whole() {
    return whole;
  }
}
