package com.millyweb.hub.workbench.why;

import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.event.Event;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The run of an agent that an event is about. */
@Component
class AgentRuns {
  private static final String TYPE = "agent.";

  private final Runs runs;

  AgentRuns(Runs runs) {
    this.runs = runs;
  }

  /** Null for an event of something else, and for a run that is kept no longer. */
  Why.@Nullable AgentRun of(Event event) {
    UUID id = event.type().startsWith(TYPE) ? id(event.subject()) : null;
    return id == null
        ? null
        : runs.find(id).map(run -> of(run.id(), run.agent(), word(run.state()))).orElse(null);
  }

  private Why.AgentRun of(UUID id, String agent, String state) {
    List<Why.AgentStep> steps =
        runs.steps(id).stream()
            .map(
                step ->
                    new Why.AgentStep(
                        step.seq(),
                        step.kind() == StepRow.Kind.MODEL,
                        step.name(),
                        word(step.state()),
                        step.decision(),
                        step.tookMillis()))
            .toList();
    return new Why.AgentRun(id, agent, state, steps);
  }

  private static @Nullable UUID id(@Nullable String subject) {
    try {
      return subject == null ? null : UUID.fromString(subject);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
