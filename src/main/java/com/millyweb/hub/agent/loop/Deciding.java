package com.millyweb.hub.agent.loop;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.RunSignals;
import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.Approvals.Approval;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.agent.journal.RunChanges;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.agent.policy.Call;
import com.millyweb.hub.agent.policy.StandingRules;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What people decide, wherever they say it. The first decision counts, on exactly what was shown:
 * nothing that a model says gets here.
 */
@Component
final class Deciding {
  /** What the decision of a step begins with that a person approved. */
  static final String APPROVED = "approved by ";

  private final Journal journal;
  private final RunChanges changes;
  private final Approvals approvals;
  private final Definitions definitions;
  private final Questions questions;
  private final Endings endings;
  private final StepEvents events;
  private final StandingRules standing;
  private final Tools tools;
  private final Channels channels;
  private final RunSignals signals;

  Deciding(
      Journal journal,
      RunChanges changes,
      Approvals approvals,
      Definitions definitions,
      Questions questions,
      Endings endings,
      StepEvents events,
      StandingRules standing,
      Tools tools,
      Channels channels,
      RunSignals signals) {
    this.journal = journal;
    this.changes = changes;
    this.approvals = approvals;
    this.definitions = definitions;
    this.questions = questions;
    this.endings = endings;
    this.events = events;
    this.standing = standing;
    this.tools = tools;
    this.channels = channels;
    this.signals = signals;
  }

  /** What somebody may say to a question. */
  enum Verb {
    APPROVE,
    REJECT,
    EDIT,
    ALWAYS,
    /** Others are asked as well. */
    PASS,
    /** Nobody said anything in time. */
    EXPIRE
  }

  /**
   * A person's words.
   *
   * @param text the reason of a rejection, the new arguments of an edit as JSON, or {@code to} and
   *     the channel that it is passed on to
   */
  record Said(long number, Verb verb, String by, @Nullable String text) {}

  /**
   * @return why it cannot be decided so; null when it is
   */
  @Nullable String decide(Said said, Effects effects) {
    Approval approval = approvals.find(said.number()).orElse(null);
    if (approval == null) {
      return "There is no question A%d".formatted(said.number());
    }
    if (!approval.isOpen()) {
      return "A%d is %s%s"
          .formatted(
              said.number(), approval.state(), approval.by() == null ? "" : " by " + approval.by());
    }
    RunRow run = journal.find(approval.run()).orElse(null);
    if (run == null) {
      return "The run of A%d is gone".formatted(said.number());
    }
    AgentDefinition agent = definitions.get(run.definition());
    effects.afterCommit(() -> signals.changed(run.id()));
    if (said.verb() == Verb.PASS) {
      return passOn(run, agent, approval, said, effects);
    }
    if (said.verb() == Verb.REJECT || said.verb() == Verb.EXPIRE) {
      reject(run, agent, approval, said, effects);
      return null;
    }
    if (approval.kind().equals("budget")) {
      extend(run, agent, approval, said, effects);
      return null;
    }
    String edited = null;
    if (said.verb() == Verb.EDIT) {
      try {
        edited = edited(approval, said.text());
      } catch (IllegalArgumentException e) {
        return e.getMessage();
      }
    }
    if (said.verb() == Verb.ALWAYS) {
      String never = never(run, approval);
      if (never != null) {
        return "A%d cannot be allowed for always: %s".formatted(said.number(), never);
      }
      effects.afterCommit(() -> always(approval, said.by()));
    }
    approve(run, agent, approval, said, edited, effects);
    return null;
  }

  private @Nullable String passOn(
      RunRow run, AgentDefinition agent, Approval approval, Said said, Effects effects) {
    String channel =
        said.text() == null ? "" : said.text().strip().replaceFirst("(?i)^to(\\s+|$)", "");
    if (!channels.contains(channel)) {
      return "A%d can be passed on to a channel of hub.notify.channels (%s): pass A%d to ops"
          .formatted(said.number(), String.join(", ", channels.names()), said.number());
    }
    List<NewEvent> told = new ArrayList<>();
    questions.passOn(run, agent, approval, channel, said.by(), told);
    effects.store(changes.passedOn(run.id(), said.number(), channel, told));
    return null;
  }

  private @Nullable String never(RunRow run, Approval approval) {
    if (!run.taint().isEmpty()) {
      return "its run read what is not to be trusted";
    }
    if (!approval.kind().equals("call")) {
      return "it is no question whether a call may be done";
    }
    boolean always =
        tools
            .find(String.valueOf(approval.tool()))
            .filter(tool -> tool.asking().always())
            .isPresent();
    return always ? "a person decides about each such call" : null;
  }

  private void approve(
      RunRow run,
      AgentDefinition agent,
      Approval approval,
      Said said,
      @Nullable String edited,
      Effects effects) {
    int seq = approval.seq() == null ? 0 : approval.seq();
    String reason = said.verb() == Verb.ALWAYS ? "always" : edited == null ? null : "changed";
    List<NewEvent> told = new ArrayList<>();
    questions.answered(run, agent, approval, "approved", said.by(), reason, edited, told);
    takeBackExpiry(approval, effects);
    effects.store(
        changes.approved(
            run.id(),
            seq,
            new RunChanges.Decision(approval.number(), "approved", said.by(), reason, edited),
            events.act(run.id(), seq),
            told));
  }

  private void reject(
      RunRow run, AgentDefinition agent, Approval approval, Said said, Effects effects) {
    boolean late = said.verb() == Verb.EXPIRE;
    String state = late ? "expired" : "rejected";
    String reason = said.text() == null || said.text().isBlank() ? null : said.text().strip();
    List<NewEvent> told = new ArrayList<>();
    questions.answered(run, agent, approval, state, late ? "time" : said.by(), reason, null, told);
    takeBackExpiry(approval, effects);
    var decision =
        new RunChanges.Decision(approval.number(), state, late ? "time" : said.by(), reason, null);
    if (approval.kind().equals("budget")) {
      String error = "It was at its limit, and was not to go on: " + approval.why();
      told.add(endings.told(run, RunRow.State.FAILED, error));
      effects.store(
          changes.stopped(run.id(), decision, error, told, endings.parentOfFailed(run, error)));
      return;
    }
    int seq = approval.seq() == null ? 0 : approval.seq();
    String told1 =
        late
            ? "Nobody allowed this in time; it was not done."
            : approval.kind().equals("repeat")
                ? "It was cut off, so that it may have been done; a person decided to leave it so."
                : "A person refused this; it was not done."
                    + (reason == null ? "" : " They said: " + reason);
    effects.store(
        changes.rejected(
            run.id(),
            decision,
            new RunChanges.Result(
                seq,
                StepRow.State.DENIED,
                told1,
                null,
                (late ? "expired" : "rejected by " + said.by()),
                null,
                0,
                events.think(run.id(), run.turn())),
            told));
  }

  private void extend(
      RunRow run, AgentDefinition agent, Approval approval, Said said, Effects effects) {
    List<NewEvent> told = new ArrayList<>();
    questions.answered(run, agent, approval, "approved", said.by(), null, null, told);
    takeBackExpiry(approval, effects);
    effects.store(
        changes.extended(
            run.id(),
            new RunChanges.Decision(approval.number(), "approved", said.by(), null, null),
            run.budget().extended(agent.budget()),
            events.think(run.id(), run.turn()),
            told));
  }

  /** Also when another answer came first: that one made it needless. */
  private void takeBackExpiry(Approval approval, Effects effects) {
    effects.cancel(
        events.noExpiry(approval.number(), "the answer to A%d".formatted(approval.number())));
  }

  private String edited(Approval approval, @Nullable String text) {
    if (approval.tool() == null || text == null || text.isBlank()) {
      throw new IllegalArgumentException(
          "An edit needs the new arguments as JSON: edit A%d {…}".formatted(approval.number()));
    }
    return Planning.json(tools.read(approval.tool(), Planning.read(text)));
  }

  private void always(Approval approval, String by) {
    Optional<Tool> tool = tools.find(String.valueOf(approval.tool()));
    Map<String, Object> arguments = Planning.read(String.valueOf(approval.arguments()));
    tool.ifPresent(
        known -> standing.add(new Call(approval.agent(), known, arguments, List.of(), false), by));
  }
}
