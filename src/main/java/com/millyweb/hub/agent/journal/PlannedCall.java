package com.millyweb.hub.agent.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tool's call that a model wants, as it is put down.
 *
 * @param state PLANNED, ASKED, or ended already: it cannot be called so, or may not be
 * @param result what the model is told, where it has ended
 * @param question for a person; null where nobody is asked
 */
public record PlannedCall(
    int seq,
    StepRow.State state,
    String tool,
    String call,
    String arguments,
    @Nullable String result,
    @Nullable String error,
    @Nullable String decision,
    @Nullable Question question) {

  /**
   * What a person is asked.
   *
   * @param number by which people name it
   */
  public record Question(long number, String kind, String why, Instant expires) {}

  public boolean isOpen() {
    return state == StepRow.State.PLANNED || state == StepRow.State.ASKED;
  }
}
