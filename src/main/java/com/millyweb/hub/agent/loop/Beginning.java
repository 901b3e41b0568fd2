package com.millyweb.hub.agent.loop;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.Agents;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.agent.RunSignals;
import com.millyweb.hub.agent.journal.Contents;
import com.millyweb.hub.agent.journal.Conversations;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.agent.journal.RunChanges;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.agent.journal.Usage;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.model.Turn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts a new run down, with all that it begins with. */
@Component
final class Beginning {
  private static final String RULES = read("/prompt/agent/rules.md");
  private static final DateTimeFormatter NOW =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy HH:mm zzz", Locale.ENGLISH);

  /** Of a conversation this many runs are told again with their calls. */
  private static final int WHOLE = 2;

  private final Agents agents;
  private final Journal journal;
  private final RunChanges changes;
  private final Conversations conversations;
  private final Contents contents;
  private final Definitions definitions;
  private final StepEvents events;
  private final Endings endings;
  private final Usage usage;
  private final RunSignals signals;
  private final Clock clock;

  Beginning(
      Agents agents,
      Journal journal,
      RunChanges changes,
      Conversations conversations,
      Contents contents,
      Definitions definitions,
      StepEvents events,
      Endings endings,
      Usage usage,
      RunSignals signals,
      Clock clock) {
    this.agents = agents;
    this.journal = journal;
    this.changes = changes;
    this.conversations = conversations;
    this.contents = contents;
    this.definitions = definitions;
    this.events = events;
    this.endings = endings;
    this.usage = usage;
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * @return whether there is something to think about
   * @throws PermanentFailure when there is no such agent
   */
  boolean begin(NewRun asked, Effects effects) {
    AgentDefinition agent;
    try {
      agent = agents.get(asked.agent());
    } catch (IllegalArgumentException e) {
      if (asked.parent() == null || asked.parentStep() == null) {
        throw new PermanentFailure(e.getMessage(), e);
      }
      giveUp(asked.parent(), asked.parentStep(), e.getMessage(), effects);
      return false;
    }
    if (asked.forked() != null) {
      fork(asked, asked.forked(), agent);
      return true;
    }
    Set<String> taint = new LinkedHashSet<>(asked.taint());
    List<Turn> before = history(asked, taint);
    journal.begin(
        asked,
        new Journal.Begin(
            definitions.keep(agent),
            contents.keep(instructions(agent, asked.person())),
            before.isEmpty() ? null : contents.keep(Turns.write(before)),
            List.copyOf(taint),
            asked.budget() == null ? agent.budget() : asked.budget()));
    signals.changed(asked.run());
    return mayBegin(asked, effects);
  }

  /** A run that its person may not begin is put down, too, so that they hear why. */
  private boolean mayBegin(NewRun asked, Effects effects) {
    Optional<String> exceeded =
        asked.person() == null || asked.parent() != null
            ? Optional.empty()
            : usage.exceeded(asked.person());
    exceeded.ifPresent(
        why -> journal.find(asked.run()).ifPresent(run -> effects.store(endings.failed(run, why))));
    return exceeded.isEmpty();
  }

  private void giveUp(UUID parent, int step, String why, Effects effects) {
    Optional<RunRow> run = journal.find(parent);
    run.ifPresent(
        found ->
            effects.store(
                changes.acted(
                    parent,
                    new RunChanges.Result(
                        step,
                        StepRow.State.FAILED,
                        why,
                        why,
                        null,
                        null,
                        0,
                        events.think(parent, found.turn())))));
  }

  private void fork(NewRun asked, NewRun.Fork fork, AgentDefinition agent) {
    RunRow original =
        journal
            .find(fork.run())
            .orElseThrow(
                () -> new PermanentFailure("There is no run %s".formatted(fork.run()), null));
    AgentDefinition then = definitions.get(original.definition());
    AgentDefinition other =
        new AgentDefinition(
            agent.name(),
            agent.description(),
            fork.model() == null ? then.model() : fork.model(),
            fork.prompt() == null ? then.prompt() : fork.prompt(),
            then.tools(),
            then.agents(),
            then.policy(),
            then.budget(),
            then.ask(),
            then.expiry(),
            AgentDefinition.Changed.KEEP,
            then.temperature());
    journal.begin(
        asked,
        new Journal.Begin(
            definitions.keep(other),
            fork.prompt() == null
                ? original.instructions()
                : contents.keep(instructions(other, asked.person())),
            original.history(),
            original.taint(),
            original.budget()));
    journal.copySteps(fork.run(), fork.step(), asked.run());
  }

  /** What was said before: by the caller, or in the runs of the same conversation. */
  private List<Turn> history(NewRun asked, Set<String> taint) {
    List<Turn> turns = new ArrayList<>();
    if (asked.history() != null) {
      for (NewRun.Said said : asked.history()) {
        turns.add(
            said.role().equals("assistant")
                ? new Turn.Reply(said.text())
                : new Turn.Question(said.text()));
      }
      return turns;
    }
    if (asked.conversation() == null) {
      return turns;
    }
    List<RunRow> earlier =
        conversations.earlier(asked.conversation(), asked.tenant(), asked.agent(), asked.run());
    for (int i = 0; i < earlier.size(); i++) {
      RunRow run = earlier.get(i);
      turns.add(new Turn.Question(run.task()));
      if (i >= earlier.size() - WHOLE) {
        Dialogue.roundsOf(journal.steps(run.id())).forEach(turns::addAll);
      } else {
        turns.add(new Turn.Reply(String.valueOf(run.answer())));
      }
      if (!run.taint().isEmpty()) {
        taint.add("what was said before in this conversation");
      }
    }
    return turns;
  }

  /** A run goes on as an agent that is not as it was at the run's begin. */
  void adopt(RunRow run, AgentDefinition agent) {
    journal.adopt(
        run.id(),
        run.turn(),
        definitions.keep(agent),
        contents.keep(instructions(agent, run.person())));
  }

  private String instructions(AgentDefinition agent, @Nullable String person) {
    String who = person == null ? "somebody the hub does not know" : person;
    return agent.prompt().strip()
        + "\n\n"
        + RULES
            .replace("{{agent}}", agent.name())
            .replace("{{now}}", NOW.format(clock.instant().atZone(ZoneId.systemDefault())))
            .replace("{{person}}", who);
  }

  private static String read(String path) {
    try (InputStream in = Beginning.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("No instruction at " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalStateException("Instruction cannot be read: " + path, e);
    }
  }

  static @Nullable UUID uuid(@Nullable Object text) {
    try {
      return text == null ? null : UUID.fromString(text.toString());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
