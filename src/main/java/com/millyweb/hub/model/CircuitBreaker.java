package com.millyweb.hub.model;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Leaves a server alone for a while that failed several times in a row: nobody shall wait in vain.
 * Then one question finds out whether it is back.
 */
final class CircuitBreaker {
  static final int FAILURES = 5;
  static final Duration REST = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  // guarded by this
  private int failures;
  private long restsUntil;

  CircuitBreaker(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** How long it must be left alone; zero when it may be asked. Then the next ones wait again. */
  synchronized Duration rest() {
    if (failures < FAILURES) {
      return Duration.ZERO;
    }
    long now = nanos.getAsLong();
    if (now - restsUntil < 0) {
      return Duration.ofNanos(restsUntil - now);
    }
    restsUntil = now + REST.toNanos();
    return Duration.ZERO;
  }

  synchronized void passed() {
    failures = 0;
  }

  synchronized void failed() {
    failures++;
    if (failures >= FAILURES) {
      restsUntil = nanos.getAsLong() + REST.toNanos();
    }
  }
}
