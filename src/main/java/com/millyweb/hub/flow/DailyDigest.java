package com.millyweb.hub.flow;

import com.millyweb.hub.camel.RouteBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What happened, what failed and what is waiting, from the row of {@code digest.sql}. */
@RouteBean
@Component("dailyDigest")
public class DailyDigest {
  private static final int MAX_NAME = 100;

  /** As many as the statement counts. */
  private static final int EVENTS = 1_000_000;

  private static final int DELIVERIES = 10_000;

  /** What waits longer than this is stuck, not busy. */
  private static final Duration STUCK = Duration.ofMinutes(10);

  public Map<String, Object> notice(@Body @Nullable Object body) {
    Fields row = Fields.of(body);
    List<Fields> failed = row.json("failed");
    List<Fields> unwell = row.json("unwell");
    List<String> alerts = row.jsonTexts("alerts");
    List<String> text = new ArrayList<>();
    section(text, "What happened", counts(row.json("types"), "type"));
    section(text, "What failed", counts(failed, "name"));
    section(text, "What is firing", bullets(alerts) + StatusReport.more(row));
    section(
        text,
        "What is not well",
        bullets(
            unwell.stream()
                .map(system -> system.text("system") + " is " + system.text("status"))
                .toList()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("events", StatusReport.counted(row, "events", EVENTS));
    fields.put("notices", row.text("notices"));
    fields.put("waiting", StatusReport.counted(row, "waiting", DELIVERIES));
    fields.put("dead letters", StatusReport.counted(row, "dead", DELIVERIES));
    Duration oldest = Duration.ofSeconds(row.number("oldest"));
    if (oldest.compareTo(STUCK) > 0) {
      fields.put("longest wait", "%d min".formatted(oldest.toMinutes()));
    }
    Map<String, Object> notice = new LinkedHashMap<>();
    boolean well = failed.isEmpty() && unwell.isEmpty() && alerts.isEmpty();
    notice.put("title", well ? "A quiet day" : "The last 24 hours");
    notice.put("text", String.join("\n\n", text));
    notice.put("severity", well ? "info" : "warning");
    notice.put("fields", fields);
    return notice;
  }

  private static void section(List<String> text, String title, String lines) {
    if (!lines.isEmpty()) {
      text.add("**%s**\n\n%s".formatted(title, lines));
    }
  }

  private static String counts(List<Fields> rows, String name) {
    return rows.stream()
        .map(row -> "- %s × %s".formatted(row.text("count"), row.line(name, MAX_NAME)))
        .collect(Collectors.joining("\n"));
  }

  private static String bullets(List<String> lines) {
    return lines.stream()
        .map(line -> "- " + Fields.escaped(line, MAX_NAME))
        .collect(Collectors.joining("\n"));
  }
}
