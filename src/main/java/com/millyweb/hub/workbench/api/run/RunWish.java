package com.millyweb.hub.workbench.api.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.Budget;
import com.millyweb.hub.config.Durations;
import com.millyweb.hub.workbench.api.MaxBytes;
import com.millyweb.hub.workbench.api.Refusal;
import com.millyweb.hub.workbench.api.Text;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A run that somebody wants. */
@MaxBytes(1 << 20)
@Schema(name = "NewRun")
record RunWish(
    @NotBlank(message = "must name an agent, see /api/agents") String agent,
    @NotBlank(message = "must say what the agent is asked")
        @Size(max = RunWish.LONGEST_TASK, message = "must have at most 262144 characters")
        String task,
    @Text @Schema(description = "Runs of one conversation know what was said before")
        @Nullable String conversation,
    @JsonProperty("wait")
        @Schema(description = "How long the answer is waited for, e.g. `2m`, at most 10m")
        @Nullable String waits,
    @Schema(description = "What it may use; that of the agent where it says nothing")
        @Nullable Limits budget,
    @Text @Schema(description = "A second run with the same one does not begin; as Idempotency-Key")
        @Nullable String key) {
  static final int LONGEST_TASK = 256 * 1024;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final Duration LONGEST_TIME = Duration.ofDays(30);

  /** What it may use before a person is asked. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "NewRunBudget")
  record Limits(
      @Nullable Integer steps,
      @Nullable Long tokens,
      @Schema(description = "Such as `30m`, without the time in which it waits for people")
          @Nullable String time,
      @Nullable Integer depth,
      @Nullable BigDecimal cost) {}

  /** Null where the answer is not waited for. */
  @Nullable Duration patience() {
    return waits == null ? null : duration("wait", waits, LONGEST_WAIT);
  }

  /** Null for that of the agent. */
  @Nullable Budget budgetOf(AgentDefinition agent) {
    if (budget == null) {
      return null;
    }
    Budget own = agent.budget();
    return new Budget(
        budget.steps == null ? own.steps() : (int) within("steps", budget.steps, 1, 1000),
        budget.tokens == null
            ? own.tokens()
            : within("tokens", budget.tokens, 1000, 1_000_000_000L),
        budget.time == null ? own.time() : duration("budget.time", budget.time, LONGEST_TIME),
        budget.depth == null ? own.depth() : (int) within("depth", budget.depth, 0, 5),
        budget.cost == null ? own.cost() : budget.cost);
  }

  private static long within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw Refusal.badParameter(
          "budget." + name, "must be %d to %d, was: %d".formatted(least, most, value));
    }
    return value;
  }

  private static Duration duration(String name, String text, Duration most) {
    Duration parsed;
    try {
      parsed = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.badParameter(name, "is none: " + e.getMessage());
    }
    if (parsed.compareTo(most) > 0) {
      throw Refusal.badParameter(
          name, "must be at most %s, was: %s".formatted(Durations.text(most), text));
    }
    return parsed;
  }
}
