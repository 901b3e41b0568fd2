package com.millyweb.hub.event.pacing;

import com.millyweb.hub.event.OrderBy;
import org.jspecify.annotations.Nullable;

/**
 * How the events of a subscription are paced.
 *
 * @param collect null where each event is handed over by itself
 * @param atMost null where all may pass
 * @param since where in the past a new subscription begins; null for now
 */
public record Pacing(@Nullable Collect collect, @Nullable AtMost atMost, @Nullable Since since) {
  public static final Pacing NONE = new Pacing(null, null, null);

  public Pacing {
    if (collect != null && atMost != null && !collect.by().equals(atMost.by())) {
      throw new IllegalArgumentException(
          "collectBy and atMostBy must be the same, were: '%s' and '%s'"
              .formatted(collect.by().text(), atMost.by().text()));
    }
  }

  /** Whether a claim must look at more than the delivery itself. */
  public boolean isPlain() {
    return collect == null && atMost == null;
  }

  /** The lanes of the subscription: what is paced by a key is in order by it, too. */
  public LaneKey lanes(OrderBy orderBy) {
    LaneKey by = collect != null ? collect.by() : atMost != null ? atMost.by() : null;
    LaneKey ordered = new LaneKey(orderBy.name());
    if (by == null) {
      return ordered;
    }
    if (orderBy != OrderBy.none && !by.equals(ordered)) {
      throw new IllegalArgumentException(
          "orderBy=%s cannot be together with %s=%s, which keeps its own order: leave out orderBy"
              .formatted(orderBy, collect != null ? "collectBy" : "atMostBy", by.text()));
    }
    return by;
  }
}
