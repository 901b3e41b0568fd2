package com.millyweb.hub.event.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A durable subscription and its backlog. Counts stop at {@link #MOST}, so that a long backlog
 * costs no more to look at than a short one.
 *
 * @param state active; unattended while no hub runs its route, and events are kept for it; parked
 *     when its route is gone
 * @param dueSince since when its oldest waiting delivery is due
 * @param past how far it got with what happened before it was made; null when it did not begin in
 *     the past
 */
public record SubscriptionStatus(
    String name,
    String pattern,
    String orderBy,
    @Nullable String file,
    Instant createdAt,
    String state,
    @Nullable Instant pausedUntil,
    int waiting,
    int running,
    int blocked,
    int dead,
    @Nullable Instant dueSince,
    @Nullable Past past) {
  public static final int MOST = 10_000;

  /**
   * @param from where it began
   * @param done how many events of the past were delivered
   * @param remaining about how many are still to come
   * @param failed how many of them failed and wait for another attempt, or are dead letters; the
   *     count stops at {@link #STUCK}
   * @param stuck no more comes until some of those are done or discarded
   */
  public record Past(
      Instant from, long done, long remaining, int failed, boolean finished, boolean stuck) {
    static final int STUCK = 100;
  }
}
