package com.millyweb.hub.event;

import java.time.Duration;

/**
 * Thrown by a flow or sender whose target asks for time: the delivery's lane is paused, no failure
 * is counted.
 */
public class RetryAfter extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration delay;

  public RetryAfter(Duration delay, String message) {
    super(message);
    this.delay = delay;
  }

  public Duration delay() {
    return delay;
  }
}
