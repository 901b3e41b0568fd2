package com.millyweb.hub.service.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.PermanentFailure;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Silences by <a
 * href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">Alertmanager's
 * API</a>. Those that the hub made are known by their comments; nobody else's are touched.
 */
record Silences(MonitorServer server, Clock clock) {
  private static final String EXPIRED = "expired";

  /**
   * Silences what has these labels. A silence that the hub made for the same labels is changed, so
   * that there is one at a time; one that was made for the same event, or for a later one, is left
   * as it is, also when somebody took it back meanwhile.
   */
  Map<String, Object> silence(
      Map<String, String> labels, Instant until, String by, String comment, Mark mark)
      throws IOException {
    requireLabels(labels);
    List<JsonNode> known = ofTheHub(labels);
    Optional<JsonNode> decided = known.stream().filter(one -> isDecided(one, mark)).findFirst();
    if (decided.isPresent()) {
      return told(decided.get().path("id").asText(), decided.get().path("endsAt").asText(), false);
    }
    Instant now = clock.instant();
    if (!until.isAfter(now)) {
      return told(null, until.toString(), false);
    }
    Map<String, Object> wish = new LinkedHashMap<>();
    known.stream()
        .filter(Silences::isOn)
        .findFirst()
        .ifPresent(
            before -> {
              wish.put("id", before.path("id").asText());
              // with another start it would be another silence
              wish.put("startsAt", before.path("startsAt").asText());
            });
    wish.putIfAbsent("startsAt", now.toString());
    wish.put("endsAt", until.toString());
    wish.put("matchers", matchers(labels));
    wish.put("createdBy", by);
    wish.put("comment", mark.after(comment));
    JsonNode answer = server.ask("POST", path("/silences"), wish);
    return told(answer.path("silenceID").asText(), until.toString(), true);
  }

  /** Ends what the hub silenced with these labels, unless a later event did. */
  Map<String, Object> unsilence(Map<String, String> labels, Mark mark) throws IOException {
    requireLabels(labels);
    int ended = 0;
    for (JsonNode one : ofTheHub(labels)) {
      if (isOn(one) && !mark.isOlderThan(comment(one))) {
        server.ask("DELETE", path("/silence/" + one.path("id").asText()), null);
        ended++;
      }
    }
    return Map.of("server", server.monitor().name(), "ended", ended);
  }

  private Map<String, Object> told(@Nullable String id, String until, boolean made) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("server", server.monitor().name());
    if (id != null) {
      told.put("id", id);
    }
    told.put("until", until);
    told.put("made", made);
    return told;
  }

  private String path(String below) {
    return server.monitor().api() + below;
  }

  /** A silence without a label would be one of everything. */
  private static void requireLabels(Map<String, String> labels) {
    if (labels.values().stream().allMatch(String::isBlank)) {
      throw new PermanentFailure(
          "A silence needs a label that is not empty, was: " + labels.keySet(), null);
    }
  }

  private List<JsonNode> ofTheHub(Map<String, String> labels) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode one : server.ask("GET", path("/silences"), null)) {
      if (Mark.isOfTheHub(comment(one)) && labels.equals(labelsOf(one))) {
        found.add(one);
      }
    }
    return found;
  }

  private static boolean isDecided(JsonNode silence, Mark mark) {
    return mark.isIn(comment(silence)) || mark.isOlderThan(comment(silence));
  }

  private static String comment(JsonNode silence) {
    return silence.path("comment").asText();
  }

  private static boolean isOn(JsonNode silence) {
    return !silence.path("status").path("state").asText().equals(EXPIRED);
  }

  /** Empty when it is not about labels that are equal. */
  private static Map<String, String> labelsOf(JsonNode silence) {
    Map<String, String> labels = new TreeMap<>();
    for (JsonNode matcher : silence.path("matchers")) {
      if (matcher.path("isRegex").asBoolean() || !matcher.path("isEqual").asBoolean(true)) {
        return Map.of();
      }
      labels.put(matcher.path("name").asText(), matcher.path("value").asText());
    }
    return labels;
  }

  private static List<Map<String, Object>> matchers(Map<String, String> labels) {
    List<Map<String, Object>> matchers = new ArrayList<>();
    labels.forEach(
        (name, value) ->
            matchers.add(Map.of("name", name, "value", value, "isRegex", false, "isEqual", true)));
    return matchers;
  }
}
