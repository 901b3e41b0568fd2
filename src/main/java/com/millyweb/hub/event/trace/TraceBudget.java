package com.millyweb.hub.event.trace;

/** How many traces a flow may keep in a minute. */
final class TraceBudget {
  private static final long MINUTE = 60_000;

  private final int perMinute;

  // guarded by this
  private long minute = Long.MIN_VALUE;
  private int taken;

  TraceBudget(int perMinute) {
    this.perMinute = perMinute;
  }

  synchronized boolean take(TraceKept kept, long millis) {
    long now = millis / MINUTE;
    if (now != minute) {
      minute = now;
      taken = 0;
    }
    if (taken >= kept.share(perMinute)) {
      return false;
    }
    taken++;
    return true;
  }
}
