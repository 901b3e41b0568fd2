package com.millyweb.hub.agent.loop;

import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.Asked;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.agent.journal.RunChanges;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.secret.Redaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The ends of runs: each is an event, and goes on in the run that asked for it. */
@Component
final class Endings {
  private static final String NOTHING = "(It said nothing.)";

  private final Journal journal;
  private final Approvals approvals;
  private final RunChanges changes;
  private final StepEvents events;
  private final Citations citations;

  Endings(
      Journal journal,
      Approvals approvals,
      RunChanges changes,
      StepEvents events,
      Citations citations) {
    this.citations = citations;
    this.journal = journal;
    this.approvals = approvals;
    this.changes = changes;
    this.events = events;
  }

  Effects.Change answered(RunRow run, Asked asked) {
    String said = asked.text().isBlank() ? NOTHING : citations.checked(run, asked.text());
    // what strangers wrote may have it carry something out in an address that is loaded by itself
    String answer = run.taint().isEmpty() ? said : SafeMarkdown.of(said);
    NewEvent told = events.ended(run, "done", answer, null);
    return changes.answered(
        run.id(),
        run.turn(),
        asked,
        answer,
        List.of(told),
        parent(run, StepRow.State.DONE, answer));
  }

  Effects.Change failed(RunRow run, String why) {
    return ended(run, RunRow.State.FAILED, why);
  }

  /** The only end of a run that may still have questions open. */
  void cancel(RunRow run, String by, Effects effects) {
    approvals.ofRun(run.id()).stream()
        .filter(Approvals.Approval::isOpen)
        .forEach(
            open -> effects.cancel(events.noExpiry(open.number(), "the end of run " + run.id())));
    effects.store(ended(run, RunRow.State.CANCELLED, "Cancelled by " + by));
  }

  private Effects.Change ended(RunRow run, RunRow.State state, String why) {
    String error = Redaction.instance().redact(why);
    List<NewEvent> told = new ArrayList<>(List.of(told(run, state, error)));
    // nobody waits for the answers of those that it asked
    journal
        .asked(run.id())
        .forEach(child -> told.add(events.cancel(child, "the end of run " + run.id())));
    return changes.ended(run.id(), state, error, told, parentOfFailed(run, error));
  }

  NewEvent told(RunRow run, RunRow.State state, String error) {
    return events.ended(run, state == RunRow.State.FAILED ? "failed" : "cancelled", null, error);
  }

  RunChanges.@Nullable ParentStep parentOfFailed(RunRow run, String error) {
    return parent(run, StepRow.State.FAILED, "It ended without an answer: " + error);
  }

  private RunChanges.@Nullable ParentStep parent(RunRow run, StepRow.State state, String result) {
    if (run.parent() == null || run.parentStep() == null) {
      return null;
    }
    Optional<RunRow> parent = journal.find(run.parent());
    if (parent.isEmpty()) {
      return null;
    }
    return new RunChanges.ParentStep(
        run.parent(),
        new RunChanges.Result(
            run.parentStep(),
            state,
            result,
            state == StepRow.State.FAILED ? result : null,
            null,
            // what it read, its answer may say
            run.taint().isEmpty() ? null : "the answer of agent '%s'".formatted(run.agent()),
            Duration.between(run.started(), Instant.now()).toMillis(),
            events.think(run.parent(), parent.get().turn())));
  }

  /** The id of the run that a step of another one asks for: the same at each attempt. */
  static NewRun child(RunRow run, int seq, String agent, String task) {
    UUID id =
        UUID.nameUUIDFromBytes("%s/%d".formatted(run.id(), seq).getBytes(StandardCharsets.UTF_8));
    return new NewRun(
        id,
        agent,
        task,
        null,
        run.tenant(),
        run.person(),
        new NewRun.Origin("agent", null, run.origin().event(), run.origin().askedIn()),
        run.taint(),
        run.id(),
        seq,
        run.depth() + 1,
        null,
        null,
        null);
  }
}
