package com.millyweb.hub.event.history;

/**
 * Where a delivery stands, as people see it: the states of the table, and what its subscription
 * makes of them.
 */
public enum DeliveryState {
  waiting,
  running,
  blocked,
  /** Waiting while its subscription is paused, because a target asked for time. */
  paused,
  /** Waiting for a subscription whose route is gone. */
  parked,
  dead,
  done,
  filtered,
  discarded,
  /** Taken back by a flow or a person before it began. */
  cancelled;

  /** Whether the delivery has left the queue for the history. */
  public boolean isFinished() {
    return this == done || this == filtered || this == discarded || this == cancelled;
  }
}
