package com.millyweb.hub.agent.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.Budget;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.model.ToolCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of runs, as they are, and what is put down before a step ends. */
@Component
public final class Journal {
  private static final String FIND = Sql.read("agent/run");
  private static final String STEPS = Sql.read("agent/steps");

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  Journal(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * What a run begins with.
   *
   * @param definition hash, as the others
   */
  public record Begin(
      String definition,
      String instructions,
      @Nullable String history,
      List<String> taint,
      Budget budget) {}

  /** Puts a run down, unless it is there. */
  public void begin(NewRun run, Begin begin) {
    NewRun.Fork fork = run.forked();
    jdbc.sql(Sql.read("agent/begin"))
        .param("id", run.run())
        .param("agent", run.agent())
        .param("task", Rows.storable(run.task()))
        .param("conversation", run.conversation())
        .param("tenant", run.tenant())
        .param("person", run.person())
        .param("origin", write(run.origin()))
        .param("taint", begin.taint().toArray(String[]::new))
        .param("parent", run.parent())
        .param("parentStep", run.parentStep())
        .param("depth", run.depth())
        .param("definition", begin.definition())
        .param("instructions", begin.instructions())
        .param("history", begin.history())
        .param("budget", write(begin.budget()))
        .param("forkedFrom", fork == null ? null : fork.run())
        .param("forkedStep", fork == null ? null : fork.step())
        .update();
  }

  /**
   * Gives a new run the steps that another one had before a step.
   *
   * @param step whose turn is asked again
   */
  public void copySteps(UUID from, int step, UUID to) {
    jdbc.sql(Sql.read("agent/copy-steps"))
        .param("from", from)
        .param("step", step)
        .param("to", to)
        .update();
  }

  public Optional<RunRow> find(UUID run) {
    return jdbc.sql(FIND).param("id", run).query((row, n) -> RunRows.run(row, json)).optional();
  }

  /** The runs of other agents that a run asked and that go on. */
  public List<UUID> asked(UUID run) {
    return jdbc.sql(
            "select id from agent_run where parent = :run and state in ('running', 'waiting')")
        .param("run", run)
        .query(UUID.class)
        .list();
  }

  /**
   * The turns that runs are in.
   *
   * @return without those that have ended
   */
  public Map<UUID, Integer> turns(Set<UUID> runs) {
    Map<UUID, Integer> turns = new HashMap<>();
    jdbc.sql(
            "select id, turn from agent_run where id in (:runs) and state in ('running', 'waiting')")
        .param("runs", runs)
        .query(
            row -> {
              turns.put(row.getObject("id", UUID.class), row.getInt("turn"));
            });
    return turns;
  }

  /** In their order. */
  public List<StepRow> steps(UUID run) {
    return jdbc.sql(STEPS)
        .param("run", run)
        .param("after", 0L)
        .query((row, n) -> RunRows.step(row, json))
        .list();
  }

  /** One of them, without what the others said. */
  public Optional<StepRow> step(UUID run, int seq) {
    return jdbc.sql("select * from agent_step where run = :run and seq = :seq")
        .param("run", run)
        .param("seq", seq)
        .query((row, n) -> RunRows.step(row, json))
        .optional();
  }

  /** Those that changed after a revision of the run, the oldest change first. */
  public List<StepRow> changed(UUID run, long after) {
    return jdbc.sql(STEPS)
        .param("run", run)
        .param("after", after)
        .query((row, n) -> RunRows.step(row, json))
        .list();
  }

  /**
   * Puts down that a call begins.
   *
   * @return false when it had begun before, or is over
   */
  public boolean begin(UUID run, int seq) {
    return jdbc.sql(
                """
                update agent_step set state = 'begun', begun = clock_timestamp()
                where run = :run and seq = :seq and state = 'planned'
                """)
            .param("run", run)
            .param("seq", seq)
            .update()
        > 0;
  }

  /** A run goes on with another definition and other instructions, from a turn on. */
  public void adopt(UUID run, int turn, String definition, String instructions) {
    jdbc.sql(
            """
            update agent_run set definition = :definition, instructions = :instructions, revision = revision + 1
            where id = :run and turn = :turn and state = 'running'
            """)
        .param("run", run)
        .param("turn", turn)
        .param("definition", definition)
        .param("instructions", instructions)
        .update();
  }

  /** Puts down what a run waits for. */
  public void pause(UUID run, String reason) {
    jdbc.sql(
            """
            update agent_run set pause = :reason, revision = revision + 1
            where id = :run and state = 'running' and pause is distinct from :reason
            """)
        .param("run", run)
        .param("reason", Rows.storable(reason))
        .update();
  }

  /** The number of the next question to people. */
  public long nextNumber() {
    return jdbc.sql("select nextval('approval_number')").query(Long.class).single();
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot be written", e);
    }
  }

  /** What a model called, as it was put down. */
  static List<ToolCall> calls(ObjectMapper json, @Nullable String text) {
    try {
      return text == null
          ? List.of()
          : json.readValue(
              text, json.getTypeFactory().constructCollectionType(List.class, ToolCall.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The journal has calls that are no JSON", e);
    }
  }
}
