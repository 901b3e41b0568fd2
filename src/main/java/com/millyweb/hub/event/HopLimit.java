package com.millyweb.hub.event;

/** Stops flows that feed each other without end. */
final class HopLimit {
  /** How many events may lie between the outside and an event. */
  static final int MAX_HOPS = 64;

  private HopLimit() {}

  static Outcome checked(Outcome outcome) {
    if (outcome instanceof Outcome.Done done
        && !done.effects().isEmpty()
        && done.delivery().hops() >= MAX_HOPS) {
      return new Outcome.Dead(
          done.delivery(),
          done.started(),
          "loop",
          "Event '%s' is %d events away from the outside, at most %d are allowed: flows feed each other"
              .formatted(done.delivery().event().type(), done.delivery().hops(), MAX_HOPS));
    }
    return outcome;
  }
}
