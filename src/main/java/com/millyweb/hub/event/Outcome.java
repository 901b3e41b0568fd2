package com.millyweb.hub.event;

import com.millyweb.hub.event.pacing.Cancel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a claim ended. */
public sealed interface Outcome {
  Delivery delivery();

  /** When the attempt began; null when it never did. */
  @Nullable Instant started();

  /**
   * The delivery is finished.
   *
   * @param wanted false when the filter turned it down, or a limit did
   * @param effects committed together with the end
   * @param cancels taken back before that, in the same transaction
   * @param turnedDown events of a list that the filter left out of it
   * @param reason why it was not wanted, for people; null where the filter says enough
   * @param stored changes of rows, in the same transaction
   */
  record Done(
      Delivery delivery,
      Instant started,
      boolean wanted,
      List<NewEvent> effects,
      List<Cancel> cancels,
      Set<UUID> turnedDown,
      @Nullable String reason,
      List<Effects.Change> stored)
      implements Outcome {
    public Done(
        Delivery delivery,
        Instant started,
        boolean wanted,
        List<NewEvent> effects,
        List<Cancel> cancels,
        Set<UUID> turnedDown,
        @Nullable String reason) {
      this(delivery, started, wanted, effects, cancels, turnedDown, reason, List.of());
    }
  }

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
