package com.millyweb.hub.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.route.Verdict.Outcome;
import com.millyweb.hub.route.check.Problem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells flows of a route file that changed ({@code route.changed}), of one that is refused ({@code
 * route.refused}) and of one that is good again ({@code route.mended}). No flow changes a file, so
 * that none of them can feed itself.
 */
@Component
final class VerdictEvents {
  static final String CHANGED = "route.changed";
  static final String REFUSED = "route.refused";
  static final String MENDED = "route.mended";

  private static final Logger log = LoggerFactory.getLogger(VerdictEvents.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_PROBLEMS = 10;

  private final EventLog events;

  VerdictEvents(EventLog events) {
    this.events = events;
  }

  void decided(Verdict verdict) {
    boolean refused =
        verdict.outcome() == Outcome.REFUSED || verdict.outcome() == Outcome.QUARANTINED;
    if (!refused && !verdict.recovered()) {
      return;
    }
    append(refused ? REFUSED : MENDED, verdict, null);
  }

  /**
   * What runs is another than before; of a file that was refused, route.mended says so.
   *
   * @param change the same in every hub that reads the folder, so that it is told once; null when
   *     each hub tells it
   */
  void changed(Verdict verdict, @Nullable String change) {
    String outcome = verdict.outcome().name().toLowerCase(Locale.ROOT);
    append(
        CHANGED, verdict, change == null ? null : "%s/%s/%s".formatted(CHANGED, outcome, change));
  }

  private void append(String type, Verdict verdict, @Nullable String key) {
    events
        .append(
            NewEvent.json(type, "hub", data(verdict))
                .withSubject(verdict.file())
                .withTime(verdict.at())
                .withKey(key))
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                log.warn(
                    "The event on {} was not stored: {}", verdict.file(), failure.getMessage());
              }
            });
  }

  private static byte[] data(Verdict verdict) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("file", verdict.file());
    data.put("verdict", verdict.outcome().name().toLowerCase(Locale.ROOT));
    data.put("runs", verdict.runs());
    data.put(
        "problems",
        verdict.problems().stream().limit(MAX_PROBLEMS).map(Problem::toString).toList());
    try {
      return JSON.writeValueAsBytes(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of texts could not be written", e);
    }
  }
}
