package com.millyweb.hub.agent.journal;

import com.millyweb.hub.model.ToolCall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a model or a tool.
 *
 * @param name of the tool, or of the model with its server
 * @param call the model's id of a tool's call
 * @param result what the tool answered, or what the model said
 * @param calls what the model called
 * @param request hash of the whole question
 * @param tools hash of the tools that it offered
 * @param decision who allowed or refused it: a rule, or a person
 * @param taint why its result is not to be trusted; null when it is
 */
public record StepRow(
    int seq,
    int turn,
    Kind kind,
    State state,
    String name,
    @Nullable String call,
    @Nullable String arguments,
    @Nullable String result,
    @Nullable String thinking,
    List<ToolCall> calls,
    @Nullable String request,
    @Nullable String tools,
    @Nullable Long tokensIn,
    @Nullable Long tokensOut,
    @Nullable BigDecimal cost,
    @Nullable Long tookMillis,
    @Nullable Long firstMillis,
    @Nullable String error,
    @Nullable String decision,
    @Nullable String taint,
    long revision,
    Instant planned,
    @Nullable Instant begun,
    @Nullable Instant ended) {

  /** Who is called. */
  public enum Kind {
    MODEL,
    TOOL
  }

  /** How far it is. */
  public enum State {
    PLANNED,
    BEGUN,
    /** A person is asked. */
    ASKED,
    DONE,
    /** The tool failed, or could not be called so; the model is told. */
    FAILED,
    DENIED,
    CANCELLED
  }

  public boolean isOpen() {
    return state == State.PLANNED || state == State.BEGUN || state == State.ASKED;
  }
}
