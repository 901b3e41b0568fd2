package com.millyweb.hub.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.RouteBean;
import com.millyweb.hub.event.NewEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * One event for each alert of a notification of Grafana or Alertmanager, by the alert's own status:
 * a group that fires may hold alerts that are resolved. Its data is the alert as it came, beside
 * what its group says.
 */
@RouteBean
@Component("normalise.alerts")
final class AlertEvents {
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

  /** {@code grafana.alert.firing|resolved}, whatever the source is called. */
  public List<NewEvent> ofGrafana(Webhook webhook) {
    return events(webhook, "grafana");
  }

  /** {@code <source>.alert.firing|resolved}. */
  public List<NewEvent> ofAlertmanager(Webhook webhook) {
    return events(webhook, webhook.source().name());
  }

  private static List<NewEvent> events(Webhook webhook, String prefix) {
    JsonNode group = JsonTree.read(webhook);
    if (!group.path("alerts").isArray()) {
      throw Refused.malformed("no list of alerts");
    }
    ObjectNode shared = shared(group);
    var batch = new Batch();
    for (JsonNode alert : group.path("alerts")) {
      if (!alert.isObject()) {
        throw Refused.malformed("an alert is no object");
      }
      String status = status(alert, group);
      ObjectNode data = JsonNodeFactory.instance.objectNode();
      data.set("alert", alert);
      data.put("status", status);
      data.setAll(shared);
      String fingerprint = fingerprint(alert);
      batch.add(
          Envelope.event(
              webhook,
              prefix + ".alert." + status,
              fingerprint,
              key(fingerprint, alert, status),
              time(alert, status),
              JsonTree.write(data)));
    }
    return batch.events();
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
    return Sha256.hex(labels.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  /** A repeated notification is a duplicate; an alert that fires anew starts anew. */
  private static @Nullable String key(String fingerprint, JsonNode alert, String status) {
    String startsAt = JsonTree.text(alert.path("startsAt"));
    return startsAt == null ? null : Envelope.key(fingerprint, startsAt, status);
  }

  private static @Nullable Instant time(JsonNode alert, String status) {
    return Envelope.time(JsonTree.text(alert.path(status.equals(FIRING) ? "startsAt" : "endsAt")));
  }
}
