package com.millyweb.hub.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a claim ended. */
public sealed interface Outcome {
  Delivery delivery();

  /** When the attempt began; null when it never did. */
  @Nullable Instant started();

  /**
   * The delivery is finished.
   *
   * @param wanted false when the filter turned it down
   * @param effects committed together with the end
   */
  record Done(Delivery delivery, Instant started, boolean wanted, List<NewEvent> effects)
      implements Outcome {}

  /**
   * The delivery goes back to its queue.
   *
   * @param kind as the attempt table knows it: failed, timeout, ambiguous, paused or returned
   * @param delay null for its former due time
   */
  record Again(
      Delivery delivery,
      @Nullable Instant started,
      String kind,
      @Nullable Duration delay,
      @Nullable String error)
      implements Outcome {}

  /**
   * No attempt will follow until somebody asks for one.
   *
   * @param reason a countable word: permanent, exhausted, loop
   */
  record Dead(Delivery delivery, Instant started, String reason, String error) implements Outcome {}
}
