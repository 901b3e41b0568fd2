package com.millyweb.hub.workbench.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.agent.journal.RunRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Agents as tools: a call is a run, or waits for one. */
@Component
final class AgentCalls {
  /** Clients wait 5 minutes, as a rule, when they are told that something goes on. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final String KIND = "mcp";
  private static final String TAINT = "words of an MCP client, which a model may have written";
  private static final int LONGEST_TASK = 64 * 1024;

  private final Runs runs;

  AgentCalls(Runs runs) {
    this.runs = runs;
  }

  /**
   * @param ok whether it is an answer
   */
  record Answer(boolean ok, String text) {}

  /**
   * Asks an agent, or goes on waiting for a run of the same caller.
   *
   * @throws IllegalArgumentException when the arguments are wrong
   * @throws InterruptedException when the call was taken back; its run ends as well
   */
  Answer call(AgentDefinition agent, String caller, JsonNode arguments)
      throws InterruptedException {
    arguments
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("task") && !name.equals("run")) {
                throw new IllegalArgumentException(
                    "Agent '%s' takes 'task' or 'run', not '%s'".formatted(agent.name(), name));
              }
            });
    String task = text(arguments, "task");
    String run = text(arguments, "run");
    if ((task == null) == (run == null)) {
      throw new IllegalArgumentException(
          "Agent '%s' needs either 'task' or 'run', a text".formatted(agent.name()));
    }
    UUID id = task == null ? known(agent, caller, String.valueOf(run)) : begin(agent, caller, task);
    try {
      return told(id, runs.await(id, PATIENCE));
    } catch (InterruptedException e) {
      runs.cancel(id, caller);
      throw e;
    }
  }

  private static @Nullable String text(JsonNode arguments, String name) {
    JsonNode value = arguments.path(name);
    return value.isTextual() && !value.asText().isBlank() ? value.asText() : null;
  }

  private UUID begin(AgentDefinition agent, String caller, String task) {
    if (task.length() > LONGEST_TASK) {
      throw new IllegalArgumentException(
          "'task' must have at most %,d characters, has %,d"
              .formatted(LONGEST_TASK, task.length()));
    }
    UUID id = Runs.newId();
    runs.start(
        new NewRun(
            id,
            agent.name(),
            task,
            null,
            NewRun.TENANT,
            caller,
            new NewRun.Origin(KIND, null, null),
            List.of(TAINT),
            null,
            null,
            0,
            null,
            null,
            null),
        null);
    return id;
  }

  private UUID known(AgentDefinition agent, String caller, String text) {
    try {
      UUID id = UUID.fromString(text);
      if (runs.find(id).filter(run -> isOf(run, agent, caller)).isPresent()) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // as if there were none
    }
    throw new IllegalArgumentException(
        "There is no run '%s' of agent '%s' that you began".formatted(text, agent.name()));
  }

  private static boolean isOf(RunRow run, AgentDefinition agent, String caller) {
    return run.agent().equals(agent.name())
        && run.origin().kind().equals(KIND)
        && caller.equals(run.person());
  }

  private static Answer told(UUID id, Optional<RunRow> found) {
    if (found.isEmpty() || found.get().isActive()) {
      boolean waits = found.isPresent() && found.get().state() == RunRow.State.WAITING;
      return new Answer(
          true,
          "There is no answer yet: run %s %s. Call again with run: \"%s\" to wait for it."
              .formatted(id, waits ? "waits for a person" : "goes on", id));
    }
    RunRow run = found.get();
    return run.state() == RunRow.State.DONE
        ? new Answer(true, run.answer() == null ? "" : run.answer())
        : new Answer(
            false,
            "Run %s %s: %s"
                .formatted(
                    id,
                    run.state() == RunRow.State.CANCELLED ? "was cancelled" : "failed",
                    run.error() == null ? "it says nothing more" : run.error()));
  }
}
