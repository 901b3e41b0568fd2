package com.millyweb.hub.agent.loop;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.RunSignals;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.agent.journal.PlannedCall;
import com.millyweb.hub.agent.journal.RunChanges;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.agent.policy.Call;
import com.millyweb.hub.agent.policy.Judgement;
import com.millyweb.hub.agent.policy.Policy;
import com.millyweb.hub.agent.policy.StandingRules;
import com.millyweb.hub.agent.policy.Verdict;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.ToolText;
import com.millyweb.hub.tool.Tools;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One call of a tool. */
@Component
final class Acting {
  /** Of what repeats without harm, when the way to it broke. */
  private static final int TRIES = 3;

  private static final Duration BETWEEN = Duration.ofMillis(500);

  /** A tool that asks for more time than this has failed for now. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final int MOST_ERROR = 2000;

  private final Journal journal;
  private final RunChanges changes;
  private final Definitions definitions;
  private final Tools tools;
  private final Policy policy;
  private final StandingRules standing;
  private final Planning planning;
  private final Questions questions;
  private final StepEvents events;
  private final RunSignals signals;
  private final AgentMetrics metrics;
  private final Clock clock;

  Acting(
      Journal journal,
      RunChanges changes,
      Definitions definitions,
      Tools tools,
      Policy policy,
      StandingRules standing,
      Planning planning,
      Questions questions,
      StepEvents events,
      RunSignals signals,
      AgentMetrics metrics,
      Clock clock) {
    this.journal = journal;
    this.changes = changes;
    this.definitions = definitions;
    this.tools = tools;
    this.policy = policy;
    this.standing = standing;
    this.planning = planning;
    this.questions = questions;
    this.events = events;
    this.signals = signals;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** What a call is about. */
  private record Work(RunRow run, StepRow step, AgentDefinition agent, long begunAt) {
    int seq() {
      return step.seq();
    }
  }

  void act(UUID id, int seq, Exchange exchange, Effects effects) throws Exception {
    RunRow run = journal.find(id).orElse(null);
    if (run == null || !run.isActive()) {
      return;
    }
    StepRow step = journal.step(id, seq).orElse(null);
    if (step == null
        || step.state() != StepRow.State.PLANNED && step.state() != StepRow.State.BEGUN) {
      return;
    }
    effects.afterCommit(() -> signals.changed(id));
    var work = new Work(run, step, definitions.get(run.definition()), System.nanoTime());
    Optional<Tool> found = tools.find(step.name());
    if (found.isEmpty() && step.name().startsWith(Toolbox.ASK)) {
      askAgent(work, effects);
      return;
    }
    if (found.isEmpty()) {
      effects.store(failed(work, "There is no tool '%s' any more".formatted(step.name()), null));
      return;
    }
    Tool tool = found.get();
    Map<String, Object> arguments = Planning.read(String.valueOf(step.arguments()));
    String forked = recorded(run, step, tool);
    if (forked != null) {
      effects.store(
          result(work, StepRow.State.DONE, forked, null, "the run that it is forked from", null));
      return;
    }
    // only what reaches outside could carry it there
    boolean knows = tool.hints().openWorld() && planning.knows(journal.steps(id));
    var call = new Call(run.agent(), tool, arguments, run.taint(), knows);
    Judgement judged =
        isApproved(step)
            ? new Judgement(Verdict.ALLOW, String.valueOf(step.decision()))
            : policy.judge(work.agent(), call);
    if (judged.verdict() == Verdict.DENY) {
      effects.store(
          result(
              work,
              StepRow.State.DENIED,
              "You may not do this; it is denied by " + judged.reason(),
              null,
              judged.reason(),
              null));
      return;
    }
    if (judged.verdict() == Verdict.ASK) {
      ask(work, "call", judged.reason(), effects);
      return;
    }
    if (tool.effect() == Tool.Effect.ONCE && !journal.begin(id, seq)) {
      ask(
          work,
          "repeat",
          "It was begun and cut off, so that it may have been done. May it be done now?",
          effects);
      return;
    }
    call(work, tool, call, judged, exchange, effects);
  }

  private static boolean isApproved(StepRow step) {
    return step.decision() != null && step.decision().startsWith(Deciding.APPROVED);
  }

  private void call(
      Work work, Tool tool, Call call, Judgement judged, Exchange exchange, Effects effects)
      throws Exception {
    Effects part = new Effects();
    try {
      Object answer = tryCall(tool, call.arguments(), exchange, part);
      effects.addAll(part);
      String text = Redaction.instance().redact(ToolText.of(tool, answer));
      String taint = tool.untrusted() ? tool.name() : null;
      effects.store(result(work, StepRow.State.DONE, text, null, judged.reason(), taint));
    } catch (RetryAfter e) {
      if (tool.effect() != Tool.Effect.ONCE && e.delay().compareTo(LONGEST_PAUSE) <= 0) {
        journal.pause(work.run().id(), "Waits for %s: %s".formatted(tool.name(), e.getMessage()));
        throw e;
      }
      failed(work, tool, call, judged, e, effects);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      failed(work, tool, call, judged, e, effects);
    }
  }

  /** What a tool sends counts only when it ends well, so it is sent apart from the step's own. */
  private @Nullable Object tryCall(
      Tool tool, Map<String, Object> arguments, Exchange exchange, Effects part) throws Exception {
    for (int n = 1; ; n++) {
      Effects own = new Effects();
      own.attachTo(exchange);
      try {
        Object answer = tools.call(tool.name(), arguments, exchange);
        part.addAll(own);
        return answer;
      } catch (IOException e) {
        own.close();
        if (n == TRIES || tool.effect() == Tool.Effect.ONCE) {
          throw e;
        }
        Thread.sleep(BETWEEN.toMillis() * n);
      }
    }
  }

  private void failed(
      Work work, Tool tool, Call call, Judgement judged, Exception e, Effects effects) {
    // what people allowed for always shall not fail again and again behind their backs
    if (standing.remove(call)) {
      signals.changed(work.run().id());
    }
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    effects.store(failed(work, "%s failed: %s".formatted(tool.name(), message), judged.reason()));
  }

  private Effects.Change failed(Work work, String why, @Nullable String decision) {
    String told = Truncate.to(Redaction.instance().redact(why), MOST_ERROR);
    return result(work, StepRow.State.FAILED, told, told, decision, null);
  }

  private Effects.Change result(
      Work work,
      StepRow.State state,
      String text,
      @Nullable String error,
      @Nullable String decision,
      @Nullable String taint) {
    RunRow run = work.run();
    Duration took = Duration.ofNanos(System.nanoTime() - work.begunAt());
    metrics.called(run.agent(), work.step().name(), state.name().toLowerCase(Locale.ROOT), took);
    return changes.acted(
        run.id(),
        new RunChanges.Result(
            work.seq(),
            state,
            text,
            error,
            isApproved(work.step()) ? null : decision,
            taint,
            took.toMillis(),
            events.think(run.id(), run.turn())));
  }

  private void ask(Work work, String kind, String why, Effects effects) {
    var question =
        new PlannedCall.Question(
            journal.nextNumber(), kind, why, clock.instant().plus(work.agent().expiry()));
    List<NewEvent> sent = new ArrayList<>();
    questions.ask(
        work.run(), work.agent(), question, work.step().name(), work.step().arguments(), "", sent);
    effects.store(changes.asks(work.run().id(), work.seq(), question, sent));
  }

  /** Another agent works on it in a run of its own; its end is the result. */
  private void askAgent(Work work, Effects effects) {
    RunRow run = work.run();
    if (run.depth() >= run.budget().depth()) {
      effects.store(
          failed(
              work,
              "Agents may ask others %d deep at most; answer yourself"
                  .formatted(run.budget().depth()),
              null));
      return;
    }
    Object task = Planning.read(String.valueOf(work.step().arguments())).get("task");
    String agent = work.step().name().substring(Toolbox.ASK.length());
    NewEvent start =
        events
            .start(Endings.child(run, work.seq(), agent, String.valueOf(task)))
            .withKey("agent/%s/%d".formatted(run.id(), work.seq()));
    effects.store(changes.handedOn(run.id(), work.seq(), start));
  }

  /** A fork does nothing again that its original did, and nothing new that changes something. */
  private @Nullable String recorded(RunRow run, StepRow step, Tool tool) {
    if (run.forkedFrom() == null) {
      return null;
    }
    Optional<String> same =
        journal.steps(run.forkedFrom()).stream()
            .filter(
                one ->
                    one.kind() == StepRow.Kind.TOOL
                        && one.name().equals(step.name())
                        && String.valueOf(one.arguments()).equals(step.arguments())
                        && one.result() != null)
            .map(StepRow::result)
            .findFirst();
    if (same.isPresent()) {
      return same.get();
    }
    return tool.effect() == Tool.Effect.READ
        ? null
        : "This was not done: the run is a fork, which changes nothing.";
  }
}
