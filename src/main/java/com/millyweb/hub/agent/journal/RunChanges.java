package com.millyweb.hub.agent.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.Budget;
import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.model.ModelAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What ends steps of runs: each is an {@link Effects.Change}, which is stored with the end of the
 * step's delivery, and changes nothing when the run has gone on without it.
 */
@Component
public final class RunChanges {
  private static final String TURN = Sql.read("agent/turn");
  private static final String RESULT = Sql.read("agent/result");
  private static final String CLOSE = Sql.read("agent/close");
  private static final String ASK = Sql.read("agent/ask");

  private final ObjectMapper json;

  RunChanges(ObjectMapper json) {
    this.json = json;
  }

  /**
   * A model called tools.
   *
   * @param turn that it was asked in
   * @param events all of which are sent
   */
  public Effects.Change turned(
      UUID run, int turn, Asked asked, List<PlannedCall> calls, List<NewEvent> events) {
    int open = (int) calls.stream().filter(PlannedCall::isOpen).count();
    boolean waits =
        open > 0 && calls.stream().noneMatch(call -> call.state() == StepRow.State.PLANNED);
    return new RunChange(
        run,
        events,
        true,
        on -> {
          String state = waits ? "waiting" : "running";
          if (!turn(on, run, turn, asked, calls, open, state, null)) {
            return List.of();
          }
          for (PlannedCall call : calls) {
            if (call.question() != null) {
              question(on, run, call.seq(), call.tool(), call.arguments(), call.question());
            }
          }
          return events;
        });
  }

  /**
   * A model answered, which ends the run.
   *
   * @param told sent when it did
   * @param parent what goes on then; null for nobody
   */
  public Effects.Change answered(
      UUID run,
      int turn,
      Asked asked,
      String answer,
      List<NewEvent> told,
      @Nullable ParentStep parent) {
    return new RunChange(
        run,
        with(told, parent),
        true,
        on -> {
          if (!turn(on, run, turn, asked, List.of(), 0, "done", answer)) {
            return List.of();
          }
          return parent == null ? told : with(told, parent.ended(on));
        });
  }

  /**
   * A run ends without an answer.
   *
   * @param state failed or cancelled
   */
  public Effects.Change ended(
      UUID run,
      RunRow.State state,
      String error,
      List<NewEvent> told,
      @Nullable ParentStep parent) {
    return new RunChange(
        run,
        with(told, parent),
        on -> {
          boolean ended =
              on.sql(CLOSE)
                  .param("run", run)
                  .param("state", state.name().toLowerCase(Locale.ROOT))
                  .param("error", Rows.storable(error))
                  .query(Long.class)
                  .optional()
                  .isPresent();
          if (!ended) {
            return List.of();
          }
          return parent == null ? told : with(told, parent.ended(on));
        });
  }

  /**
   * What came of a tool's call.
   *
   * @param state done, failed or denied
   * @param taint why it is not to be trusted; null when it is
   * @param next sent when it was the last open call of its turn
   */
  public record Result(
      int seq,
      StepRow.State state,
      String result,
      @Nullable String error,
      @Nullable String decision,
      @Nullable String taint,
      long tookMillis,
      NewEvent next) {}

  public Effects.Change acted(UUID run, Result result) {
    return new ActedChange(run, result);
  }

  /** A run of another agent works on a call; its end is the call's result. */
  public Effects.Change handedOn(UUID run, int seq, NewEvent start) {
    return new RunChange(
        run,
        List.of(start),
        on -> {
          int begun =
              on.sql(
                      """
                      update agent_step set state = 'begun', begun = clock_timestamp()
                      where run = :run and seq = :seq and state = 'planned'
                      """)
                  .param("run", run)
                  .param("seq", seq)
                  .update();
          return begun == 0 ? List.of() : List.of(start);
        });
  }

  /** A call has to wait for a person after all. */
  public Effects.Change asks(
      UUID run, int seq, PlannedCall.Question question, List<NewEvent> events) {
    return new RunChange(
        run,
        events,
        on -> {
          int asked =
              on.sql(ASK).param("run", run).param("seq", seq).query(Long.class).list().size();
          if (asked == 0) {
            return List.of();
          }
          question(on, run, seq, null, null, question);
          return events;
        });
  }

  /** A run asks whether it may go on. */
  public Effects.Change asksToGoOn(
      UUID run, int turn, PlannedCall.Question question, List<NewEvent> events) {
    return new RunChange(
        run,
        events,
        on -> {
          int asked =
              on.sql(
                      """
                      update agent_run set state = 'waiting', pause = :why, revision = revision + 1
                      where id = :run and turn = :turn and state = 'running'
                      """)
                  .param("run", run)
                  .param("turn", turn)
                  .param("why", question.why())
                  .update();
          if (asked == 0) {
            return List.of();
          }
          question(on, run, null, null, null, question);
          return events;
        });
  }

  /** A person's decision. */
  public record Decision(
      long number, String state, String by, @Nullable String reason, @Nullable String edited) {}

  /** A call that was asked about goes on. */
  public Effects.Change approved(
      UUID run, int seq, Decision decision, NewEvent act, List<NewEvent> told) {
    return new RunChange(
        run,
        with(told, act),
        on -> {
          if (!decide(on, decision)) {
            return List.of();
          }
          int planned =
              on.sql(Sql.read("agent/approve"))
                  .param("run", run)
                  .param("seq", seq)
                  .param("decision", "approved by " + decision.by())
                  .param("edited", decision.edited())
                  .query(Long.class)
                  .list()
                  .size();
          return planned == 0 ? told : with(told, act);
        });
  }

  /** A call that was asked about is not done. */
  public Effects.Change rejected(UUID run, Decision decision, Result result, List<NewEvent> told) {
    return new RunChange(
        run,
        with(told, result.next()),
        on -> {
          if (!decide(on, decision)) {
            return List.of();
          }
          return with(told, result(on, run, result, List.of("asked")));
        });
  }

  /** A run that was at its limit goes on. */
  public Effects.Change extended(
      UUID run, Decision decision, Budget budget, NewEvent think, List<NewEvent> told) {
    return new RunChange(
        run,
        with(told, think),
        on -> {
          if (!decide(on, decision)) {
            return List.of();
          }
          int extended =
              on.sql(
                      """
                      update agent_run
                      set state = 'running', pause = null, budget = cast(:budget as jsonb), revision = revision + 1
                      where id = :run and state = 'waiting'
                      """)
                  .param("run", run)
                  .param("budget", write(budget))
                  .update();
          return extended == 0 ? told : with(told, think);
        });
  }

  /** Others are asked as well; nothing where that was done, or somebody has decided. */
  public Effects.Change passedOn(UUID run, long number, String channel, List<NewEvent> told) {
    return new RunChange(
        run,
        told,
        on -> {
          int passed =
              on.sql(
                      """
                      update approval set passed_to = passed_to || :channel
                      where number = :number and state = 'open' and not (:channel = any (passed_to))
                      """)
                  .param("number", number)
                  .param("channel", channel)
                  .update();
          return passed == 0 ? List.of() : told;
        });
  }

  /** A run that was at its limit ends there. */
  public Effects.Change stopped(
      UUID run, Decision decision, String error, List<NewEvent> told, @Nullable ParentStep parent) {
    Effects.Change end = ended(run, RunRow.State.FAILED, error, told, parent);
    return new RunChange(
        run,
        end.mayAppend(),
        on -> decide(on, decision) ? ((RunChange) end).work().on(on) : List.of());
  }

  /**
   * A step of another run, which waits for the end of this one.
   *
   * @param result what that run's model is told
   */
  public record ParentStep(UUID run, Result result) {
    List<NewEvent> ended(JdbcClient on) {
      // others of its calls may end at the same time
      RunChange.lock(on, run);
      return RunChanges.result(on, run, result, List.of("begun"));
    }
  }

  private static boolean decide(JdbcClient on, Decision decision) {
    return on.sql(
                """
                update approval set state = :state, decided = clock_timestamp(), by = :by, reason = :reason, edited = :edited
                where number = :number and state = 'open'
                """)
            .param("number", decision.number())
            .param("state", decision.state())
            .param("by", Rows.storable(decision.by()))
            .param("reason", decision.reason() == null ? null : Rows.storable(decision.reason()))
            .param("edited", decision.edited() == null ? null : Rows.storable(decision.edited()))
            .update()
        > 0;
  }

  private static List<NewEvent> result(JdbcClient on, UUID run, Result result, List<String> from) {
    Integer open =
        on.sql(RESULT)
            .params(ActedChange.parameters(run, result, from))
            .query(Integer.class)
            .optional()
            .orElse(null);
    return open != null && open == 0 ? List.of(result.next()) : List.of();
  }

  /** False when the run has gone on without this answer. */
  private static boolean turn(
      JdbcClient on,
      UUID run,
      int turn,
      Asked asked,
      List<PlannedCall> calls,
      int open,
      String state,
      @Nullable String answer) {
    ModelAnswer given = asked.answered().answer();
    return on.sql(TURN)
            .param("run", run)
            .param("turn", turn)
            .param("seq", asked.seq() + calls.size())
            .param("open", open)
            .param("state", state)
            .param("answer", answer == null ? null : Rows.storable(answer))
            .param("tokensIn", given.tokensIn() == null ? 0 : given.tokensIn())
            .param("tokensOut", given.tokensOut() == null ? 0 : given.tokensOut())
            .param("cost", asked.cost())
            .param("steps", NewSteps.json(asked, calls))
            .update()
        > 0;
  }

  private static void question(
      JdbcClient on,
      UUID run,
      @Nullable Integer seq,
      @Nullable String tool,
      @Nullable String arguments,
      PlannedCall.Question question) {
    on.sql(Sql.read("agent/question"))
        .param("number", question.number())
        .param("run", run)
        .param("seq", seq)
        .param("kind", question.kind())
        .param("tool", tool == null ? null : Rows.storable(tool))
        .param("arguments", arguments == null ? null : Rows.storable(arguments))
        .param("why", Rows.storable(question.why()))
        .param("expires", Rows.parameter(question.expires()))
        .update();
  }

  private static List<NewEvent> with(List<NewEvent> events, NewEvent... more) {
    return with(events, Arrays.asList(more));
  }

  private static List<NewEvent> with(List<NewEvent> events, @Nullable ParentStep parent) {
    return parent == null ? events : with(events, parent.result().next());
  }

  private static List<NewEvent> with(List<NewEvent> events, List<NewEvent> more) {
    List<NewEvent> all = new ArrayList<>(events);
    all.addAll(more);
    return all;
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot be written", e);
    }
  }
}
