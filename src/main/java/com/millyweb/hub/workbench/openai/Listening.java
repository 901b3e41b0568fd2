package com.millyweb.hub.workbench.openai;

import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.Approvals.Approval;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One client that waits for one run. */
final class Listening {
  /** Open WebUI gives up at 300 s. */
  private static final Duration LONGEST = Duration.ofSeconds(270);

  /** How a run begins to say what it waits for, when that is its model. */
  private static final String FOR_ITS_MODEL = "Waits for its model";

  /** How the settings end whose limits a run names that may not begin. */
  private static final String PER_DAY = "-per-day is ";

  private static final int SHOWN = 600;

  private final Runs runs;
  private final Approvals approvals;
  private final BooleanSupplier stopping;
  private final UUID id;
  private final Ear ear;
  private final Reply reply;
  private final KeepAlive out;

  /** Whether somebody asks for this run again, after an error. */
  private final boolean named;

  private final long end = System.nanoTime() + LONGEST.toNanos();
  private final Set<Integer> shown = new HashSet<>();

  /** What the model said so far, as it was heard. */
  private final StringBuilder heard = new StringBuilder();

  /** How much of it stands in steps that were told. */
  private int put;

  /** Of the words that are heard now. */
  private int turn;

  private long after;
  private boolean look;

  /**
   * @param after the revision of the run that its client has seen
   * @param stopping whether the hub stops, which no client shall hold up
   */
  Listening(
      Runs runs,
      Approvals approvals,
      BooleanSupplier stopping,
      UUID id,
      Ear ear,
      Reply reply,
      long after,
      boolean named) {
    this.runs = runs;
    this.approvals = approvals;
    this.stopping = stopping;
    this.id = id;
    this.ear = ear;
    this.reply = reply;
    this.after = after;
    this.named = named;
    this.look = named;
    this.out = new KeepAlive(reply);
  }

  void listen() throws IOException, InterruptedException {
    while (true) {
      if (look && isOver()) {
        return;
      }
      long left = end - System.nanoTime();
      if (left <= 0 || stopping.getAsBoolean()) {
        detach();
        return;
      }
      Ear.Heard next =
          look
              ? ear.next(Duration.ZERO)
              : ear.next(Duration.ofNanos(Math.min(left, KeepAlive.LOOK.toNanos())));
      look = look || next == null;
      hear(next);
      out.look();
    }
  }

  private void hear(Ear.@Nullable Heard next) throws IOException {
    if (next instanceof Ear.Heard.Text text) {
      if (text.turn() > turn) {
        turn = text.turn();
        tellBefore();
      }
      String part = Redaction.instance().redact(text.part());
      heard.append(part);
      out.part(part);
    } else if (next instanceof Ear.Heard.Again && heard.length() > put) {
      put = heard.length();
      out.part("\n\n(That broke off. Again:)\n\n");
    } else if (next instanceof Ear.Heard.Changed) {
      look = true;
    }
  }

  /** Whether the turn has ended, with whatever there was to say. */
  private boolean isOver() throws IOException, InterruptedException {
    look = false;
    RunRow run = runs.find(id).orElse(null);
    if (run == null) {
      return false;
    }
    if (reply.isStream()) {
      List<StepRow> steps = run.revision() > after ? runs.changed(id, after) : List.of();
      // what was said in these steps was said before they were put down
      for (Ear.Heard next = ear.next(Duration.ZERO); next != null; next = ear.next(Duration.ZERO)) {
        hear(next);
      }
      for (StepRow step : steps) {
        tell(step);
      }
      after = run.revision();
    }
    return switch (run.state()) {
      case DONE -> {
        done(run);
        yield true;
      }
      case FAILED, CANCELLED -> {
        fail(fault(run));
        yield true;
      }
      case WAITING -> pending(run);
      case RUNNING -> away(run);
    };
  }

  private Fault fault(RunRow run) {
    String why = "Run %s of %s gave no answer: %s".formatted(id, run.agent(), run.error());
    return run.turn() == 0 && why.contains(PER_DAY)
        ? Fault.tooMany(why, Duration.ofHours(1))
        : Fault.failed(run.state() == RunRow.State.FAILED ? "run_failed" : "run_cancelled", why);
  }

  /** What was done before these words is put down already, and was perhaps not looked at yet. */
  private void tellBefore() throws IOException {
    if (reply.isStream()) {
      for (StepRow step : runs.changed(id, after)) {
        if (step.turn() < turn) {
          tell(step);
        }
      }
    }
  }

  private void tell(StepRow step) throws IOException {
    if (step.isOpen() || !shown.add(step.seq())) {
      return;
    }
    if (step.kind() == StepRow.Kind.TOOL) {
      out.part(ToolDetails.of(step));
    } else if (step.kind() == StepRow.Kind.MODEL && !step.calls().isEmpty()) {
      out.part(unheard(String.valueOf(step.result())));
    }
  }

  /** What was not heard of a text: all of it where another hub runs the run. */
  private String unheard(String text) {
    int at = heard.indexOf(text, put);
    if (at >= 0) {
      put = at + text.length();
      return "";
    }
    String last = heard.substring(put);
    put = heard.length();
    // what was masked in the whole text was perhaps none in its parts
    return text.startsWith(last) ? text.substring(last.length()) : "";
  }

  private void done(RunRow run) throws IOException {
    String answer = String.valueOf(run.answer());
    if (reply.isStream()) {
      out.part(unheard(answer));
    }
    reply.end(answer, false, usage(run));
  }

  private boolean pending(RunRow run) throws IOException {
    List<Approval> open = approvals.ofRun(id).stream().filter(Approval::isOpen).toList();
    if (open.isEmpty()) {
      return false;
    }
    var text = new StringBuilder();
    for (Approval approval : open) {
      text.append("pending approval A%d: ".formatted(approval.number()));
      if (approval.tool() == null) {
        text.append(approval.why());
      } else {
        text.append("may %s call %s?".formatted(run.agent(), approval.tool()));
        text.append(
            " It is asked because %s.\n\n```json\n%s\n```"
                .formatted(
                    approval.why(), Truncate.to(String.valueOf(approval.arguments()), SHOWN)));
      }
      text.append("\n\n");
    }
    long first = open.get(0).number();
    text.append(
        "Answer `approve A%1$d`, `reject A%1$d` and why, or `edit A%1$d {…}` with other arguments."
            .formatted(first));
    out.part(reply.isBegun() ? "\n\n" + text : text.toString());
    reply.end(text.toString(), false, usage(run));
    return true;
  }

  /** Its model is away: who waits for a first word is told so at once. */
  private boolean away(RunRow run) {
    boolean waits = run.pause() != null && run.pause().startsWith(FOR_ITS_MODEL);
    if (!waits || run.turn() > 0 || !heard.isEmpty() || reply.isBegun()) {
      return false;
    }
    if (!named) {
      // the client asks again when it comes back, and must not be answered twice
      runs.cancel(id, "the client, which was told that there is no model now");
    }
    throw Fault.unavailable("model_unavailable", "Run %s: %s".formatted(id, run.pause()), null);
  }

  private void detach() throws IOException {
    String text =
        "Run %s continues. Write `continue %s` to hear its answer, or look at /api/runs/%s"
            .formatted(id, id, id);
    RunRow run = runs.find(id).orElse(null);
    out.part(reply.isBegun() ? "\n\n" + text : text);
    reply.end(text, false, run == null ? new Reply.Usage(null, null) : usage(run));
  }

  private void fail(Fault fault) throws IOException {
    if (!reply.isBegun()) {
      throw fault;
    }
    reply.fail(fault);
  }

  private Reply.Usage usage(RunRow run) {
    return new Reply.Usage(run.tokensIn(), run.tokensOut());
  }
}
