package com.millyweb.hub.event;

import org.jspecify.annotations.Nullable;

/** Stops flows that feed each other without end. */
public final class HopLimit {
  /** How many events may lie between the outside and an event. */
  static final int MAX_HOPS = 64;

  private HopLimit() {}

  static Outcome checked(Outcome outcome) {
    if (outcome instanceof Outcome.Done done && !done.effects().isEmpty()) {
      String refusal = refusal(done.delivery().event().type(), done.delivery().hops());
      if (refusal != null) {
        return new Outcome.Dead(done.delivery(), done.started(), "loop", refusal);
      }
    }
    return outcome;
  }

  /** Why nothing may follow from an event; null when something may. */
  public static @Nullable String refusal(String type, int hops) {
    return hops < MAX_HOPS
        ? null
        : "Event '%s' is %d events away from the outside, at most %d are allowed: flows feed each other"
            .formatted(type, hops, MAX_HOPS);
  }
}
