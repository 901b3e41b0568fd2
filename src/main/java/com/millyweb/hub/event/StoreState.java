package com.millyweb.hub.event;

import java.time.Duration;

/** What appends experience: whether the log takes events now. */
public interface StoreState {
  /** Whether the newest append failed for a reason of the database, not of its event. */
  boolean isFailing();

  /** Whether an append was committed, or a {@link #probe}, no longer ago than this. */
  boolean hasStoredWithin(Duration time);

  /** Writes what an append would need room for, and nothing that stays. Blocks. */
  void probe();
}
