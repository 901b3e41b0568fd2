package com.millyweb.hub.agent.loop;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.Agents;
import com.millyweb.hub.agent.RunSignals;
import com.millyweb.hub.agent.journal.Asked;
import com.millyweb.hub.agent.journal.Contents;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.agent.journal.PlannedCall;
import com.millyweb.hub.agent.journal.RunChanges;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.model.AnswerListener;
import com.millyweb.hub.model.Answered;
import com.millyweb.hub.model.Deadline;
import com.millyweb.hub.model.LanguageModels;
import com.millyweb.hub.model.ModelAnswer;
import com.millyweb.hub.model.ModelFailure;
import com.millyweb.hub.model.ModelProperties;
import com.millyweb.hub.model.ModelQuestion;
import com.millyweb.hub.model.ToolCall;
import com.millyweb.hub.model.Turn;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One question to the model: put together of the journal, and its answer put down in it. */
@Component
final class Thinking {
  /** A model on a small machine writes a long answer for minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Where a server does not say when to come back. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Beginning beginning;
  private final Journal journal;
  private final RunChanges changes;
  private final Contents contents;
  private final Definitions definitions;
  private final Agents agents;
  private final Toolbox toolbox;
  private final LanguageModels models;
  private final AwaitedAnswers awaited;
  private final Planning planning;
  private final Limits limits;
  private final Endings endings;
  private final RunTelling telling;
  private final RunSignals signals;

  Thinking(
      Beginning beginning,
      Journal journal,
      RunChanges changes,
      Contents contents,
      Definitions definitions,
      Agents agents,
      Toolbox toolbox,
      LanguageModels models,
      AwaitedAnswers awaited,
      Planning planning,
      Limits limits,
      Endings endings,
      RunTelling telling,
      RunSignals signals) {
    this.beginning = beginning;
    this.journal = journal;
    this.changes = changes;
    this.contents = contents;
    this.definitions = definitions;
    this.agents = agents;
    this.toolbox = toolbox;
    this.models = models;
    this.awaited = awaited;
    this.planning = planning;
    this.limits = limits;
    this.endings = endings;
    this.telling = telling;
    this.signals = signals;
  }

  /**
   * @param turn that it is asked in; a run that has gone on is left alone
   */
  void think(UUID id, int turn, Effects effects) throws InterruptedException {
    RunRow run = journal.find(id).orElse(null);
    if (run == null || !run.isActive() || run.turn() != turn) {
      return;
    }
    effects.afterCommit(() -> signals.changed(id));
    AgentDefinition agent = definitions.get(run.definition());
    Optional<AgentDefinition> now = agents.find(run.agent());
    if (now.isPresent() && !now.get().equals(agent)) {
      if (agent.changed() == AgentDefinition.Changed.STOP) {
        effects.store(
            endings.failed(
                run, "The file of agent '%s' changed while it ran".formatted(agent.name())));
        return;
      }
      if (agent.changed() == AgentDefinition.Changed.ADOPT) {
        agent = now.get();
        beginning.adopt(run, agent);
        run = journal.find(id).orElseThrow();
      }
    }
    List<StepRow> steps = journal.steps(id);
    Effects.Change limit = limits.reached(run, agent, steps);
    if (limit != null) {
      effects.store(limit);
      return;
    }
    Optional<String> circle = limits.circle(steps);
    if (circle.isPresent()) {
      effects.store(endings.failed(run, circle.get()));
      return;
    }
    Toolbox.Offer offer = toolbox.offer(agent);
    Optional<Put> put;
    try {
      put = ask(run, agent, steps, offer);
    } catch (ModelFailure e) {
      if (!e.kind().passes()) {
        effects.store(endings.failed(run, e.getMessage()));
        return;
      }
      journal.pause(id, "Waits for its model: " + Redaction.instance().redact(e.getMessage()));
      signals.changed(id);
      throw new RetryAfter(e.delay() == null ? PAUSE : e.delay(), e.getMessage());
    } catch (IllegalArgumentException e) {
      effects.store(endings.failed(run, e.getMessage()));
      return;
    }
    if (put.isPresent()) {
      store(run, agent, steps, offer, put.get(), effects);
    }
  }

  /** A question and its answer. */
  private record Put(Answered answered, String request) {}

  /** Empty when the run ended before the answer came. */
  private Optional<Put> ask(
      RunRow run, AgentDefinition agent, List<StepRow> steps, Toolbox.Offer offer)
      throws ModelFailure, InterruptedException {
    if (!models.configured(agent.model())) {
      throw new IllegalArgumentException(
          models.names().isEmpty()
              ? "No model was there: " + ModelProperties.NONE
              : "Agent '%s' wants the model '%s', and hub.models has %s"
                  .formatted(agent.name(), agent.model(), String.join(", ", models.names())));
    }
    int window = models.facts(agent.model()).window();
    Deadline deadline = Deadline.in(PATIENCE);
    try {
      return ask(run, agent, steps, offer, window, deadline);
    } catch (ModelFailure e) {
      if (e.kind() != ModelFailure.Kind.TOO_LONG) {
        throw e;
      }
      // the guess was wrong: this text has more tokens than most
      return ask(run, agent, steps, offer, window / 2, deadline);
    }
  }

  private Optional<Put> ask(
      RunRow run,
      AgentDefinition agent,
      List<StepRow> steps,
      Toolbox.Offer offer,
      int window,
      Deadline deadline)
      throws ModelFailure, InterruptedException {
    List<Turn> turns = turns(contents, run, steps).within(window, offer.size());
    var question =
        new ModelQuestion(turns, offer.tools(), null, agent.temperature(), null, null, null);
    return awaited
        .ask(
            run.id(),
            run.turn(),
            () -> models.ask(agent.model(), question, deadline, listener(run)))
        .map(answered -> new Put(answered, request(agent, turns, offer.hash())));
  }

  static Dialogue turns(Contents contents, RunRow run, List<StepRow> steps) {
    return Dialogue.of(
        contents.get(run.instructions()),
        run.history() == null ? null : Turns.read(contents.get(run.history())),
        run.task(),
        steps);
  }

  /** What tells questions apart: a strict replay must ask the same ones. */
  static String request(AgentDefinition agent, List<Turn> turns, @Nullable String tools) {
    return Digest.sha256Hex(
        "%s\n%s\n%s\n%s".formatted(agent.model(), agent.temperature(), tools, Turns.write(turns)));
  }

  /** The words of a tainted run are shown when it is known what stands in them as a whole. */
  private AnswerListener listener(RunRow row) {
    UUID run = row.id();
    if (!row.taint().isEmpty()) {
      return AnswerListener.NOBODY;
    }
    return new AnswerListener() {
      @Override
      public void text(String part) {
        signals.text(run, row.turn(), part);
      }

      @Override
      public void again() {
        signals.again(run);
      }
    };
  }

  private void store(
      RunRow run,
      AgentDefinition agent,
      List<StepRow> steps,
      Toolbox.Offer offer,
      Put put,
      Effects effects) {
    ModelAnswer answer = put.answered().answer();
    List<ToolCall> calls = distinct(steps, answer.calls());
    Redaction secrets = Redaction.instance();
    Asked asked =
        new Asked(
            run.seq() + 1,
            put.answered(),
            put.request(),
            offer.hash(),
            secrets.redact(answer.text()),
            secrets.redactNullable(answer.thinking()),
            calls.stream()
                .map(call -> new ToolCall(call.id(), call.name(), secrets.redact(call.arguments())))
                .toList());
    if (calls.isEmpty()) {
      effects.store(endings.answered(run, asked));
      return;
    }
    List<PlannedCall> planned = planning.plan(run, agent, steps, offer, calls);
    List<NewEvent> events = new ArrayList<>();
    planning.events(run, agent, asked.text(), planned, events);
    telling.progress(run, steps, planned, events);
    effects.store(changes.turned(run.id(), run.turn(), asked, planned, events));
  }

  /**
   * Each call of a run needs an id of its own, by which its result is found, and by which clients
   * tell the calls apart. Models that give none are given the same ones in each answer.
   */
  private static List<ToolCall> distinct(List<StepRow> steps, List<ToolCall> calls) {
    Set<String> ids = new HashSet<>();
    steps.stream().map(StepRow::call).filter(Objects::nonNull).forEach(ids::add);
    List<ToolCall> all = new ArrayList<>();
    for (ToolCall call : calls) {
      String id = call.id();
      for (int n = 2; id.isEmpty() || !ids.add(id); n++) {
        id = call.id() + "-" + n;
      }
      all.add(new ToolCall(id, call.name(), call.arguments()));
    }
    return all;
  }
}
