package com.millyweb.hub.workbench.api.run;

import com.millyweb.hub.agent.journal.StepRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A call of a model or a tool, as the API gives it. */
@Schema(name = "RunStep")
public record StepView(
    int seq,
    int turn,
    Kind kind,
    State state,
    @Schema(description = "Of the tool, or of the model with its server") String name,
    @Schema(description = "The model's id of the call") @Nullable String call,
    @Schema(description = "JSON") @Nullable String arguments,
    @Schema(description = "What the tool answered, or what the model said") @Nullable String result,
    @Nullable String thinking,
    @Schema(description = "What the model called") List<CallView> calls,
    @Nullable Long tokensIn,
    @Nullable Long tokensOut,
    @Nullable BigDecimal cost,
    @Nullable Long tookMillis,
    @Schema(description = "Until the first part of the model's answer") @Nullable Long firstMillis,
    @Nullable String error,
    @Schema(description = "Who allowed or refused it: a rule, or a person")
        @Nullable String decision,
    @Schema(description = "Why its result is not to be trusted") @Nullable String taint,
    @Schema(description = "The run's revision at its last change") long revision,
    Instant plannedAt,
    @Nullable Instant begunAt,
    @Nullable Instant endedAt) {

  /** Who is called. */
  @Schema(name = "RunStepKind")
  public enum Kind {
    model,
    tool
  }

  /** How far it is. */
  @Schema(name = "RunStepState")
  public enum State {
    planned,
    begun,
    asked,
    done,
    failed,
    denied,
    cancelled
  }

  /** A tool that a model wants to run. */
  @Schema(name = "WantedCall")
  public record CallView(String id, String name, String arguments) {}

  static StepView of(StepRow step) {
    return new StepView(
        step.seq(),
        step.turn(),
        Kind.valueOf(step.kind().name().toLowerCase(Locale.ROOT)),
        State.valueOf(step.state().name().toLowerCase(Locale.ROOT)),
        step.name(),
        step.call(),
        step.arguments(),
        step.result(),
        step.thinking(),
        step.calls().stream()
            .map(call -> new CallView(call.id(), call.name(), call.arguments()))
            .toList(),
        step.tokensIn(),
        step.tokensOut(),
        step.cost(),
        step.tookMillis(),
        step.firstMillis(),
        step.error(),
        step.decision(),
        step.taint(),
        step.revision(),
        step.planned(),
        step.begun(),
        step.ended());
  }
}
