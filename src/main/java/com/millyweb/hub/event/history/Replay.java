package com.millyweb.hub.event.history;

import org.jspecify.annotations.Nullable;

/** Hands out again what was handed out before. Events are never changed by it. */
public interface Replay {
  /**
   * Delivers the events anew to every active subscription that wants their type.
   *
   * @param filter its text is not looked at
   * @param group only to this subscription; null for all
   * @return how many deliveries were made
   */
  long replay(EventFilter filter, @Nullable String group);

  /**
   * Gives dead letters a new series of attempts, under the same ids; so too what waits for a route
   * that is gone, from when that is back.
   *
   * @return how many there were
   */
  long retry(DeadFilter filter);

  /**
   * Moves dead letters to the history as discarded, and what waits for a route that is gone.
   *
   * @return how many there were
   */
  long discard(DeadFilter filter);
}
