package com.millyweb.hub.workbench.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.agent.RunSignals;
import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.api.Refusal;
import com.millyweb.hub.workbench.api.run.RunDecisions;
import com.millyweb.hub.workbench.api.run.RunIds;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private static final Pattern DECISION =
      Pattern.compile(
          "(approve|reject|edit|always)\\s+A(\\d{1,18})(?:\\s+(.*))?",
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
      listening(id, ear, reply, 0, from.key() != null).listen();
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
      listening(id, ear, reply, run.revision(), true).listen();
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
          null,
          caller);
      listening(id, ear, reply, revision, true).listen();
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

  private Listening listening(UUID id, Ear ear, Reply reply, long after, boolean named) {
    return new Listening(runs, approvals, () -> stopping, id, ear, reply, after, named);
  }
}
