package com.millyweb.hub.flow;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.text.Truncate;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An alert of Grafana or Alertmanager, as it is remembered and as its notice reads it. */
@RouteBean
@Component("alert")
public class Alert {
  static final String KEY = "alert/";

  private static final int MAX_NAME = 120;

  private static final int SHOWN_LABELS = 8;
  private static final int MATCHED_LABELS = 100;
  private static final int MAX_FINGERPRINT = 64;

  /** What the statement and the notice need; the event stays in it as {@code event}. */
  public Map<String, Object> read(
      @Body @Nullable Object body,
      @Header("ce-subject") @Nullable String subject,
      @Header("ce-type") @Nullable String type) {
    Fields event = Fields.of(body);
    Fields alert = event.in("alert");
    String fingerprint = plain(subject == null ? alert.text("fingerprint") : subject);
    String startsAt = time(alert.text("startsAt"));
    Map<String, Object> read = new LinkedHashMap<>();
    read.put("fingerprint", fingerprint);
    read.put("name", name(alert));
    read.put("status", event.text("status").equals("resolved") ? "resolved" : "firing");
    read.put("startsAt", startsAt);
    read.put("key", KEY + fingerprint + occasion(event, startsAt));
    read.put("texts", texts(alert.in("annotations")));
    read.put("labels", labels(alert.in("labels")));
    Map<String, String> matched = matched(alert.in("labels"));
    boolean storable = isStorable(matched);
    read.put("matched", Fields.json(storable ? matched : Map.of()));
    read.put("origin", storable && matched.size() <= MATCHED_LABELS ? origin(event, type) : null);
    read.put("event", event.map());
    return read;
  }

  /** Each firing of an alert gets a message of its own, which is edited when the alert ends. */
  private static String occasion(Fields event, @Nullable String startsAt) {
    long number = event.number("occasion");
    return number > 0 ? "/" + number : startsAt == null ? "" : "/" + startsAt;
  }

  /** What it is said to be, without what is said twice. */
  private static List<String> texts(Fields annotations) {
    return Stream.of("summary", "description", "message")
        .map(annotations::text)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  /** The labels that are for people. */
  private static Map<String, String> labels(Fields labels) {
    Map<String, String> shown = new LinkedHashMap<>();
    labels.map().keySet().stream()
        .map(String::valueOf)
        .filter(name -> !name.equals("alertname") && !name.startsWith("__"))
        .sorted()
        .limit(SHOWN_LABELS)
        .forEach(name -> shown.put(plain(name), labels.text(name)));
    return shown;
  }

  /**
   * What the alert is known by where it comes from: all of it, for less would match more alerts.
   */
  private static Map<String, String> matched(Fields labels) {
    Map<String, String> all = new TreeMap<>();
    labels.map().keySet().stream()
        .map(String::valueOf)
        // Grafana's own, which no alert has when it is silenced
        .filter(name -> !name.startsWith("__"))
        .forEach(name -> all.put(name, labels.text(name)));
    return all;
  }

  /** Postgres takes no U+0000, and UTF-8 no half of a surrogate pair. */
  private static boolean isStorable(Map<String, String> texts) {
    CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
    return Stream.concat(texts.keySet().stream(), texts.values().stream())
        .allMatch(text -> text.indexOf('\0') < 0 && utf8.canEncode(text));
  }

  /** Who can silence it, when its labels can be said there; null where nobody is known who can. */
  private static @Nullable String origin(Fields event, @Nullable String type) {
    if (type != null && type.startsWith("grafana.")) {
      return "grafana";
    }
    return event.text("groupKey").isEmpty() ? null : "alertmanager";
  }

  private static String name(Fields alert) {
    String name = plain(alert.in("labels").text("alertname"));
    return Truncate.head(name, MAX_NAME);
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
