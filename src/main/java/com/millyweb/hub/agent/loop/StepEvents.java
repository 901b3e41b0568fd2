package com.millyweb.hub.agent.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.pacing.Cancel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The events of runs. Their subject is the run. */
@Component
public final class StepEvents {
  private static final String SOURCE = Cancel.SOURCE;
  private static final String EXPIRY = "agent.expiry";

  private final ObjectMapper json;

  StepEvents(ObjectMapper json) {
    this.json = json;
  }

  public NewEvent start(NewRun run) {
    return event(NewRun.TYPE, run.run(), run);
  }

  /** The model is asked next. */
  public NewEvent think(UUID run, int turn) {
    return event("agent.think", run, Map.of("run", run, "turn", turn));
  }

  /** A tool runs next. */
  public NewEvent act(UUID run, int seq) {
    return event("agent.act", run, Map.of("run", run, "seq", seq));
  }

  /** A person ends the run. */
  public NewEvent cancel(UUID run, String by) {
    return event("agent.cancel", run, Map.of("run", run, "by", by));
  }

  /**
   * A person decides about a question, in the hub's API.
   *
   * @param verb approve, reject, edit or always
   */
  public NewEvent decision(UUID run, long number, String verb, String by, @Nullable String text) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("run", run);
    data.put("number", number);
    data.put("verb", verb);
    data.put("by", by);
    data.put("text", text);
    return event("agent.decision", run, data);
  }

  /** A question to people runs out then. */
  public NewEvent expiry(UUID run, long number, Duration after) {
    return event(EXPIRY, run, Map.of("run", run, "number", number))
        .withKey(expiryKey(number))
        .withDelay(after);
  }

  /**
   * Takes back the event for the time when a question runs out, which else would wait until then.
   *
   * @param by what made it needless, for a person who reads the history
   */
  public Cancel noExpiry(long number, String by) {
    return new Cancel(EXPIRY, expiryKey(number), by);
  }

  private static String expiryKey(long number) {
    return "agent/A%d/expiry".formatted(number);
  }

  public NewEvent asked(RunRow run, long number, String kind, @Nullable String tool, String why) {
    Map<String, Object> data = about(run);
    data.put("number", number);
    data.put("kind", kind);
    data.put("tool", tool);
    data.put("why", why);
    return event("agent.asked", run.id(), data);
  }

  public NewEvent decided(
      RunRow run, long number, String state, String by, @Nullable String reason) {
    Map<String, Object> data = about(run);
    data.put("number", number);
    data.put("decision", state);
    data.put("by", by);
    data.put("reason", reason);
    return event("agent.decided", run.id(), data);
  }

  /**
   * @param state done, failed or cancelled
   */
  public NewEvent ended(RunRow run, String state, @Nullable String answer, @Nullable String error) {
    Map<String, Object> data = about(run);
    data.put("state", state);
    data.put("answer", answer);
    data.put("error", error);
    data.put("tainted", !run.taint().isEmpty());
    return event("agent.ended", run.id(), data);
  }

  private static Map<String, Object> about(RunRow run) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("run", run.id());
    data.put("agent", run.agent());
    data.put("task", run.task());
    data.put("conversation", run.conversation());
    data.put("person", run.person());
    return data;
  }

  private NewEvent event(String type, UUID run, Object data) {
    try {
      return NewEvent.json(type, SOURCE, json.writeValueAsBytes(data)).withSubject(run.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot be written", e);
    }
  }
}
