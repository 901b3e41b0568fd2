package com.millyweb.hub.flow;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.text.Truncate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An alert of Grafana or Alertmanager, as it is remembered and as it is told. */
@RouteBean
@Component("alert")
public class Alert {
  static final String KEY = "alert/";

  private static final int MAX_NAME = 120;

  /** Of each annotation; three of them, escaped, are a text that a notice may have. */
  private static final int MAX_TEXT = 20_000;

  private static final int MAX_LABEL = 100;
  private static final int SHOWN_LABELS = 8;
  private static final int MAX_FINGERPRINT = 64;
  private static final String FIRING = "firing";

  /** What the statement and the notice need; the event stays in it as {@code event}. */
  public Map<String, Object> read(
      @Body @Nullable Object body, @Header("ce-subject") @Nullable String subject) {
    Fields event = Fields.of(body);
    Fields alert = event.in("alert");
    String fingerprint = plain(subject == null ? alert.text("fingerprint") : subject);
    String startsAt = time(alert.text("startsAt"));
    Map<String, Object> read = new LinkedHashMap<>();
    read.put("fingerprint", fingerprint);
    read.put("name", name(alert));
    read.put("status", event.text("status").equals("resolved") ? "resolved" : FIRING);
    read.put("startsAt", startsAt);
    read.put("key", KEY + fingerprint + occasion(event, startsAt));
    read.put("event", event.map());
    return read;
  }

  public Map<String, Object> notice(@Body Map<String, Object> read) {
    Fields event = Fields.of(read.get("event"));
    Fields alert = event.in("alert");
    boolean firing = FIRING.equals(read.get("status"));
    Map<String, Object> notice = new LinkedHashMap<>();
    String still = firing && event.isTrue("repeated") ? "still " : "";
    notice.put("title", "%s is %s%s".formatted(read.get("name"), still, read.get("status")));
    notice.put("text", text(alert.in("annotations")));
    notice.put("severity", firing ? severity(alert.in("labels")) : "success");
    notice.put("fields", fields(alert, firing));
    String link =
        Stream.of("panelURL", "dashboardURL", "generatorURL")
            .map(alert::url)
            .filter(url -> !url.isEmpty())
            .findFirst()
            .orElse(event.url("externalURL"));
    if (!link.isEmpty()) {
      notice.put("link", Map.of("url", link, "text", "Show the alert"));
    }
    if (firing) {
      notice.put("actions", List.of(silence("2h"), silence("1d")));
    }
    return notice;
  }

  /** Each firing of an alert gets a message of its own, which is edited when the alert ends. */
  private static String occasion(Fields event, @Nullable String startsAt) {
    long number = event.number("occasion");
    return number > 0 ? "/" + number : startsAt == null ? "" : "/" + startsAt;
  }

  private static Map<String, Object> silence(String time) {
    return Map.of("text", "Silence " + time, "value", "silence " + time);
  }

  private static String text(Fields annotations) {
    List<String> paragraphs = new ArrayList<>();
    for (String name : List.of("summary", "description", "message")) {
      String text = annotations.paragraph(name, MAX_TEXT);
      if (!text.isEmpty() && !paragraphs.contains(text)) {
        paragraphs.add(text);
      }
    }
    return String.join("\n\n", paragraphs);
  }

  private static Map<String, Object> fields(Fields alert, boolean firing) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Fields labels = alert.in("labels");
    labels.map().keySet().stream()
        .map(String::valueOf)
        .filter(name -> !name.equals("alertname") && !name.startsWith("__"))
        .sorted()
        .limit(SHOWN_LABELS)
        .forEach(name -> fields.put(plain(name), labels.line(name, MAX_LABEL)));
    fields.put("since", Fields.escaped(shown(alert.text("startsAt")), MAX_LABEL));
    if (!firing) {
      fields.put("until", Fields.escaped(shown(alert.text("endsAt")), MAX_LABEL));
    }
    fields.values().removeIf(""::equals);
    return fields;
  }

  /** To the second; Alertmanager sends nanoseconds, and Grafana year 1 for an end to come. */
  private static String shown(String text) {
    String time = time(text);
    return time == null || time.startsWith("0001-") ? "" : time.replaceFirst("\\.\\d+", "");
  }

  private static String severity(Fields labels) {
    return switch (labels.text("severity").toLowerCase(Locale.ROOT)) {
      case "critical", "page", "disaster" -> "critical";
      case "warning", "warn" -> "warning";
      case "info", "none" -> "info";
      default -> "error";
    };
  }

  private static String name(Fields alert) {
    String name = plain(alert.in("labels").text("alertname"));
    return name.isEmpty() ? "An alert" : Truncate.head(name, MAX_NAME);
  }

  private static @Nullable String time(String text) {
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant().toString();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static String plain(String text) {
    return Truncate.head(text.replaceAll("\\p{Cntrl}+", " ").strip(), 2 * MAX_FINGERPRINT);
  }
}
