package com.millyweb.hub.ingress.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.EventBatch;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.JsonTree;
import com.millyweb.hub.ingress.state.Changes;
import com.millyweb.hub.ingress.state.Changes.Change;
import com.millyweb.hub.ingress.state.Changes.Heard;
import com.millyweb.hub.text.Digest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * One event for each alert of a notification of Grafana or Alertmanager, by the alert's own status:
 * a group that fires may hold alerts that are resolved. Its data is the alert as it came, beside
 * what its group says. A group that is sent again because its sender got no answer is a duplicate;
 * one that repeats itself, and an alert that fires again with its old start, are not.
 */
@RouteBean
@Component("normalise.alerts")
public final class AlertEvents {
  private static final String FIRING = "firing";
  private static final String RESOLVED = "resolved";

  /** Of the group, what every one of its events repeats. */
  private static final List<String> SHARED =
      List.of(
          "receiver",
          "externalURL",
          "groupKey",
          "groupLabels",
          "commonLabels",
          "commonAnnotations",
          "title");

  /** Grafana's message tells of all alerts of the group, in each of their events. */
  private static final int MOST_MESSAGE = 4_000;

  private final Changes changes;

  public AlertEvents(Changes changes) {
    this.changes = changes;
  }

  /** An alert of the group, and what is said of it. */
  private record Told(JsonNode alert, Heard heard) {}

  /** {@code grafana.alert.firing|resolved}, whatever the source is called. */
  public List<NewEvent> ofGrafana(Webhook webhook) {
    return events(webhook, "grafana");
  }

  /** {@code <source>.alert.firing|resolved}. */
  public List<NewEvent> ofAlertmanager(Webhook webhook) {
    return events(webhook, webhook.source().name());
  }

  private List<NewEvent> events(Webhook webhook, String prefix) {
    JsonNode group = JsonTree.read(webhook);
    List<Told> told = told(group);
    ObjectNode shared = shared(group);
    var batch = new EventBatch();
    for (Told one : told) {
      // how large they are is known before anything is asked of the database
      batch.add(event(webhook, prefix, one, shared, new Change(0, 0, false, null)));
    }
    batch.events();
    List<Change> numbered =
        changes.of(
            webhook.source().name(),
            group.path("groupKey").asText(""),
            told.stream().map(Told::heard).toList());
    List<NewEvent> events = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      events.add(event(webhook, prefix, told.get(i), shared, numbered.get(i)));
    }
    return events;
  }

  private static List<Told> told(JsonNode group) {
    if (!group.path("alerts").isArray()) {
      throw Refused.malformed("no list of alerts");
    }
    List<Told> told = new ArrayList<>();
    for (JsonNode alert : group.path("alerts")) {
      if (!alert.isObject()) {
        throw Refused.malformed("an alert is no object");
      }
      String status = status(alert, group);
      Instant since = Envelope.time(JsonTree.text(alert.path("startsAt")));
      told.add(
          new Told(
              alert, new Heard(fingerprint(alert), status, status.equals(FIRING), micros(since))));
    }
    return told;
  }

  private static NewEvent event(
      Webhook webhook, String prefix, Told told, ObjectNode shared, Change change) {
    Heard heard = told.heard();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("alert", told.alert());
    data.put("status", heard.status());
    data.put("repeated", change.repeated());
    data.put("occasion", change.occasion());
    data.setAll(shared);
    return Envelope.event(
        webhook,
        prefix + ".alert." + heard.status(),
        heard.thing(),
        change.key(Envelope.key(heard.thing(), String.valueOf(change.since()), heard.status())),
        time(told.alert(), heard.status()),
        JsonTree.write(data));
  }

  private static ObjectNode shared(JsonNode group) {
    ObjectNode shared = JsonNodeFactory.instance.objectNode();
    for (String name : SHARED) {
      if (group.hasNonNull(name)) {
        shared.set(name, group.get(name));
      }
    }
    String message = JsonTree.text(group.path("message"));
    if (message != null) {
      shared.put("message", shortened(message));
    }
    return shared;
  }

  private static String shortened(String message) {
    if (message.length() <= MOST_MESSAGE) {
      return message;
    }
    boolean pair = Character.isHighSurrogate(message.charAt(MOST_MESSAGE - 1));
    return message.substring(0, pair ? MOST_MESSAGE - 1 : MOST_MESSAGE) + "…";
  }

  private static String status(JsonNode alert, JsonNode group) {
    String own = JsonTree.text(alert.path("status"));
    String status = own == null ? JsonTree.text(group.path("status")) : own;
    if (!FIRING.equals(status) && !RESOLVED.equals(status)) {
      throw Refused.malformed("the status of an alert is neither firing nor resolved");
    }
    return status;
  }

  /** The alert's own, or a hash of its labels, which make an alert what it is. */
  private static String fingerprint(JsonNode alert) {
    String own = JsonTree.text(alert.path("fingerprint"));
    if (own != null) {
      return own;
    }
    Map<String, String> labels = new TreeMap<>();
    alert
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return Digest.sha256Hex(labels.toString()).substring(0, 16);
  }

  /** As exactly as the database keeps it. */
  private static @Nullable Instant micros(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
  }

  private static @Nullable Instant time(JsonNode alert, String status) {
    return Envelope.time(JsonTree.text(alert.path(status.equals(FIRING) ? "startsAt" : "endsAt")));
  }
}
