package com.millyweb.hub.agent.journal;

import com.millyweb.hub.agent.Budget;
import com.millyweb.hub.agent.NewRun;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is now.
 *
 * @param definition hash of what its agent was at its begin
 * @param instructions hash of what the model is told first
 * @param history hash of what was said in the conversation before; null for nothing
 * @param turn how often the model answered
 * @param seq the number of its newest step
 * @param open calls of the last answer that have no result
 */
public record RunRow(
    UUID id,
    String agent,
    State state,
    String task,
    @Nullable String conversation,
    String tenant,
    @Nullable String person,
    NewRun.Origin origin,
    List<String> taint,
    @Nullable UUID parent,
    @Nullable Integer parentStep,
    int depth,
    String definition,
    String instructions,
    @Nullable String history,
    int turn,
    int seq,
    int open,
    long revision,
    Budget budget,
    long tokensIn,
    long tokensOut,
    @Nullable BigDecimal cost,
    @Nullable String pause,
    @Nullable String answer,
    @Nullable String error,
    @Nullable UUID forkedFrom,
    @Nullable Integer forkedStep,
    Instant started,
    @Nullable Instant ended) {

  /** How far it is. */
  public enum State {
    RUNNING,
    /** For a person. */
    WAITING,
    DONE,
    FAILED,
    CANCELLED
  }

  public boolean isActive() {
    return state == State.RUNNING || state == State.WAITING;
  }
}
