package com.millyweb.hub.workbench.api.run;

import com.millyweb.hub.agent.Budget;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.config.Durations;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run without its steps, as the API gives it. */
@Schema(name = "Run")
public record RunView(
    UUID id,
    String agent,
    RunState state,
    String task,
    @Nullable String conversation,
    @Nullable String person,
    @Schema(description = "What began it: flow, chat, api, openai or agent") String origin,
    @Nullable UUID event,
    @Schema(description = "Why what it read is not to be trusted; empty while it is")
        List<String> taint,
    @Nullable UUID parent,
    @Nullable Integer parentStep,
    @Schema(description = "How often its model answered") int turn,
    @Schema(description = "Counts its changes") long revision,
    BudgetView budget,
    long tokensIn,
    long tokensOut,
    @Nullable BigDecimal cost,
    @Schema(description = "What it waits for") @Nullable String pause,
    @Nullable String answer,
    @Nullable String error,
    @Nullable UUID forkedFrom,
    @Nullable Integer forkedStep,
    Instant startedAt,
    @Nullable Instant endedAt) {

  /** What it may use before a person is asked. */
  @Schema(name = "RunBudget")
  public record BudgetView(
      int steps, long tokens, String time, int depth, @Nullable BigDecimal cost) {
    static BudgetView of(Budget budget) {
      return new BudgetView(
          budget.steps(),
          budget.tokens(),
          Durations.text(budget.time()),
          budget.depth(),
          budget.cost());
    }
  }

  static RunView of(RunRow run) {
    return new RunView(
        run.id(),
        run.agent(),
        RunState.of(run.state()),
        run.task(),
        run.conversation(),
        run.person(),
        run.origin().kind(),
        run.origin().event(),
        run.taint(),
        run.parent(),
        run.parentStep(),
        run.turn(),
        run.revision(),
        BudgetView.of(run.budget()),
        run.tokensIn(),
        run.tokensOut(),
        run.cost(),
        run.pause(),
        run.answer(),
        run.error(),
        run.forkedFrom(),
        run.forkedStep(),
        run.started(),
        run.ended());
  }
}
