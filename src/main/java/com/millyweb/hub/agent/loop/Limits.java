package com.millyweb.hub.agent.loop;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.Budget;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.agent.journal.PlannedCall;
import com.millyweb.hub.agent.journal.RunChanges;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.config.Durations;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.NewEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ends, or has people decide about, runs that use more than they may, or go in circles. */
@Component
final class Limits {
  /** How often the same call is answered before the run ends. */
  private static final int SAME = 5;

  private final Journal journal;
  private final RunChanges changes;
  private final Questions questions;
  private final Clock clock;

  Limits(Journal journal, RunChanges changes, Questions questions, Clock clock) {
    this.journal = journal;
    this.changes = changes;
    this.questions = questions;
    this.clock = clock;
  }

  /** Asks people whether the run goes on; null while it has not used what it may. */
  Effects.@Nullable Change reached(RunRow run, AgentDefinition agent, List<StepRow> steps) {
    String limit = limit(run, steps);
    if (limit == null) {
      return null;
    }
    PlannedCall.Question question =
        new PlannedCall.Question(
            journal.nextNumber(),
            "budget",
            "It used %s. May it go on for as much again?".formatted(limit),
            clock.instant().plus(agent.expiry()));
    List<NewEvent> events = new ArrayList<>();
    questions.ask(run, agent, question, null, null, "", events);
    return changes.asksToGoOn(run.id(), run.turn(), question, events);
  }

  private @Nullable String limit(RunRow run, List<StepRow> steps) {
    Budget budget = run.budget();
    if (steps.size() >= budget.steps()) {
      return "%d steps of %d".formatted(steps.size(), budget.steps());
    }
    long tokens = run.tokensIn() + run.tokensOut();
    if (tokens >= budget.tokens()) {
      return "%d tokens of %d".formatted(tokens, budget.tokens());
    }
    if (budget.cost() != null && run.cost() != null && run.cost().compareTo(budget.cost()) >= 0) {
      return "%s of %s of its money".formatted(run.cost(), budget.cost());
    }
    Duration worked = worked(run, steps);
    return worked.compareTo(budget.time()) < 0
        ? null
        : "%s of %s".formatted(Durations.text(worked), Durations.text(budget.time()));
  }

  /** The time in which a model or a tool worked for it: what it waits for people does not count. */
  private static Duration worked(RunRow run, List<StepRow> steps) {
    Duration worked = Duration.ZERO;
    for (StepRow step : steps) {
      worked = worked.plusMillis(step.tookMillis() == null ? 0 : step.tookMillis());
    }
    return worked;
  }

  /** Why a run ends that calls the same again and again. */
  Optional<String> circle(List<StepRow> steps) {
    Map<String, Integer> same = new HashMap<>();
    for (StepRow step : steps) {
      if (step.kind() == StepRow.Kind.TOOL) {
        int times = same.merge(step.name() + " " + step.arguments(), 1, Integer::sum);
        if (times > SAME) {
          return Optional.of(
              "It called %s %d times with the same arguments".formatted(step.name(), times));
        }
      }
    }
    return Optional.empty();
  }

  Instant now() {
    return clock.instant();
  }
}
