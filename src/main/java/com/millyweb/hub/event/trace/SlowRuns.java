package com.millyweb.hub.event.trace;

import java.util.Arrays;

/** The moving 95th percentile of how long the last runs of a flow took. */
final class SlowRuns {
  private static final int REMEMBERED = 256;
  private static final int FEWEST = 40;
  private static final int BETWEEN = 32;

  // guarded by this
  private final long[] last = new long[REMEMBERED];
  private long count;
  private long threshold = Long.MAX_VALUE;

  /** Whether it took longer than 95 of 100 before it did. */
  synchronized boolean isSlow(long nanos) {
    boolean slow = nanos > threshold;
    last[(int) (count++ % REMEMBERED)] = nanos;
    if (count >= FEWEST && (count - FEWEST) % BETWEEN == 0) {
      long[] sorted = Arrays.copyOf(last, (int) Math.min(count, REMEMBERED));
      Arrays.sort(sorted);
      threshold = sorted[(int) (sorted.length * 0.95)];
    }
    return slow;
  }
}
