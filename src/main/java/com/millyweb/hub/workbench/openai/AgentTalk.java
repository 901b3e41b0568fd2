package com.millyweb.hub.workbench.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.agent.RunSignals;
import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.Approvals.Approval;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.api.Refusal;
import com.millyweb.hub.workbench.api.run.RunDecisions;
import com.millyweb.hub.workbench.api.run.RunIds;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Has an agent answer a client of OpenAI's API. A client waits with an open connection, so that a
 * turn ends early where a run takes longer: when people are asked, which the next message in the
 * chat answers, and before the client gives up.
 */
@Component
class AgentTalk {
  static final String KIND = "openai";

  /** Open WebUI gives up at 300 s. */
  private static final Duration LONGEST = Duration.ofSeconds(270);

  /** How a run begins to say what it waits for, when that is its model. */
  private static final String FOR_ITS_MODEL = "Waits for its model";

  /** How the settings end whose limits a run names that may not begin. */
  private static final String PER_DAY = "-per-day is ";

  private static final int SHOWN = 600;

  private static final Pattern DECISION =
      Pattern.compile(
          "(approve|reject|edit|always)\\s+A?(\\d{1,18})(?:\\s+(.*))?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern CONTINUE =
      Pattern.compile("continue\\s+([0-9a-f-]{36})", Pattern.CASE_INSENSITIVE);

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final Runs runs;
  private final RunSignals signals;
  private final Approvals approvals;
  private final RunDecisions decisions;
  private final ObjectMapper json;
  private volatile boolean stopping;

  AgentTalk(
      Runs runs,
      RunSignals signals,
      Approvals approvals,
      RunDecisions decisions,
      ObjectMapper json) {
    this.runs = runs;
    this.signals = signals;
    this.approvals = approvals;
    this.decisions = decisions;
    this.json = json;
  }

  /**
   * Who asks.
   *
   * @param person as the run knows them
   * @param chat that it belongs to; null for none
   * @param key the same turn, sent again, is not a second run; null for none
   */
  record From(Caller caller, String person, @Nullable String chat, @Nullable String key) {}

  /** Who waits would hold up the stop of the server; the run goes on with the next hub. */
  @EventListener(ContextClosedEvent.class)
  void stop() {
    stopping = true;
  }

  /** The run that a question begins. */
  UUID id(From from) {
    return RunIds.of(KIND, from.caller(), from.key());
  }

  /** Writes the whole answer, or throws before it wrote anything. */
  void answer(Asked asked, From from, UUID id, Reply reply)
      throws IOException, InterruptedException {
    Matcher decision = DECISION.matcher(asked.task());
    if (decision.matches()) {
      decide(decision, from.caller(), reply);
      return;
    }
    Matcher goingOn = CONTINUE.matcher(asked.task());
    if (goingOn.matches()) {
      goOn(goingOn.group(1), reply);
      return;
    }
    var ear = new Ear();
    RunSignals.Watch watch = signals.watch(id, ear);
    try {
      if (from.key() == null || runs.find(id).isEmpty()) {
        runs.start(
            new NewRun(
                id,
                asked.model(),
                asked.wholeTask(),
                from.chat() == null ? null : KIND + ":" + from.chat(),
                NewRun.TENANT,
                from.person(),
                new NewRun.Origin(KIND, null, null),
                List.of(),
                null,
                null,
                0,
                null,
                asked.history(),
                null),
            RunIds.key(KIND, from.caller(), from.key()));
      }
      new Listening(id, ear, reply, 0, from.key() != null).listen();
    } finally {
      watch.close();
    }
  }

  private void goOn(String text, Reply reply) throws IOException, InterruptedException {
    UUID id;
    try {
      id = UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Fault.invalid("messages", "'%s' is no id of a run".formatted(text));
    }
    var ear = new Ear();
    RunSignals.Watch watch = signals.watch(id, ear);
    try {
      RunRow run =
          runs.find(id)
              .orElseThrow(() -> Fault.invalid("messages", "There is no run '%s'".formatted(id)));
      new Listening(id, ear, reply, run.revision(), true).listen();
    } finally {
      watch.close();
    }
  }

  private void decide(Matcher words, Caller caller, Reply reply)
      throws IOException, InterruptedException {
    long number = Long.parseLong(words.group(2));
    RunDecisions.Verb verb = RunDecisions.Verb.valueOf(words.group(1).toLowerCase(Locale.ROOT));
    var ear = new Ear();
    RunSignals.Watch watch = null;
    try {
      UUID id = decisions.open(number).run();
      long revision = runs.find(id).map(RunRow::revision).orElse(0L);
      watch = signals.watch(id, ear);
      decisions.decide(
          number,
          verb,
          words.group(3),
          verb == RunDecisions.Verb.edit ? arguments(words.group(3)) : null,
          caller);
      new Listening(id, ear, reply, revision, true).listen();
    } catch (Refusal e) {
      // an answer, as in every chat: the question stays where it is
      say(reply, String.valueOf(e.getMessage()));
    } finally {
      if (watch != null) {
        watch.close();
      }
    }
  }

  private @Nullable Map<String, Object> arguments(@Nullable String text) {
    try {
      return text == null ? null : json.readValue(text, MAP);
    } catch (JsonProcessingException e) {
      throw Refusal.badParameter("arguments", "must be one JSON object, such as edit A7 {…}");
    }
  }

  private static void say(Reply reply, String text) throws IOException {
    reply.part(text);
    reply.end(text, false, new Reply.Usage(null, null));
  }

  /** One client that waits for one run. */
  private final class Listening {
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

    private long after;
    private boolean look;

    Listening(UUID id, Ear ear, Reply reply, long after, boolean named) {
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
        if (left <= 0 || stopping) {
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
        for (Ear.Heard next = ear.next(Duration.ZERO);
            next != null;
            next = ear.next(Duration.ZERO)) {
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
        // whoever comes back asks anew, and shall not be answered twice
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
}
