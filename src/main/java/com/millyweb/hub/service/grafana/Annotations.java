package com.millyweb.hub.service.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Marks on the time lines of <a
 * href="https://grafana.com/docs/grafana/latest/developers/http_api/annotations/">Grafana</a>.
 */
record Annotations(MonitorServer server) {
  private static final String HUB = "hub";
  private static final String PATH = "/api/annotations";

  /**
   * @param dashboard its uid; null for every dashboard that shows annotations by their tags
   * @param panel its number there
   * @param to null for a moment
   */
  record Annotation(
      String text,
      Set<String> tags,
      @Nullable String dashboard,
      @Nullable Integer panel,
      Instant from,
      @Nullable Instant to) {}

  /** Writes it, unless it was written for the same event. */
  Map<String, Object> annotate(Annotation annotation, Mark mark) throws IOException {
    if (mark.isAny()) {
      for (JsonNode one : server.ask("GET", marked(mark), null)) {
        if (one.path("text").asText().equals(annotation.text())) {
          return Map.of("id", one.path("id").asLong(), "made", false);
        }
      }
    }
    JsonNode answer = server.ask("POST", PATH, json(annotation, mark));
    return Map.of("id", answer.path("id").asLong(), "made", true);
  }

  private static String marked(Mark mark) {
    return "%s?type=annotation&limit=100&tags=%s"
        .formatted(PATH, URLEncoder.encode(mark.tag(), StandardCharsets.UTF_8));
  }

  private static Map<String, Object> json(Annotation annotation, Mark mark) {
    Set<String> tags = new TreeSet<>(annotation.tags());
    tags.add(HUB);
    if (mark.isAny()) {
      tags.add(mark.tag());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    if (annotation.dashboard() != null) {
      json.put("dashboardUID", annotation.dashboard());
    }
    if (annotation.panel() != null) {
      json.put("panelId", annotation.panel());
    }
    json.put("time", annotation.from().toEpochMilli());
    if (annotation.to() != null) {
      json.put("timeEnd", annotation.to().toEpochMilli());
    }
    json.put("tags", tags);
    json.put("text", annotation.text());
    return json;
  }
}
