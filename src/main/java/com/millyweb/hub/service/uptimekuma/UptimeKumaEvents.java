package com.millyweb.hub.service.uptimekuma;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.JsonTree;
import com.millyweb.hub.ingress.body.Payload;
import com.millyweb.hub.ingress.state.Changes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * {@code <source>.monitor.down|up|pending|maintenance}, its subject the monitor's name; {@code
 * <source>.expiring} for a certificate or a domain that ends soon.
 */
@RouteBean(formerly = "normalise.uptime-kuma")
@Component("normalise.uptimeKuma")
public final class UptimeKumaEvents {
  /** By the number that Uptime Kuma gives them. */
  private static final List<String> STATES = List.of("down", "up", "pending", "maintenance");

  /** Such as {@code [shop][https://…] Certificate will be expired in 7 days}. */
  private static final Pattern EXPIRING = Pattern.compile("\\bexpired? in -?\\d+ day");

  private final Changes changes;

  public UptimeKumaEvents(Changes changes) {
    this.changes = changes;
  }

  public NewEvent event(Webhook webhook) {
    byte[] data = Payload.json(webhook);
    JsonNode body = JsonTree.parse(data);
    JsonNode plain = plain(body);
    if (plain != body) {
      body = plain;
      data = JsonTree.write(plain);
    }
    JsonNode heartbeat = body.path("heartbeat");
    String time = JsonTree.text(heartbeat.path("time"));
    String monitor = heartbeat.path("monitorID").asText("");
    NewEvent event =
        Envelope.event(
            webhook,
            webhook.source().name() + "." + kind(body),
            JsonTree.text(body.path("monitor").path("name")),
            time == null || monitor.isEmpty()
                ? null
                : Envelope.key(monitor, time, heartbeat.path("status").asText("")),
            Envelope.time(utc(time)),
            data);
    return event.key() == null ? event : event.withKey(key(webhook, monitor, event.key()));
  }

  /** A monitor may be down, up and down again within one and the same time. */
  private String key(Webhook webhook, String monitor, String state) {
    Changes.Heard heard = new Changes.Heard(Envelope.key("monitor", monitor), state, false, null);
    return changes.of(webhook.source().name(), null, List.of(heard)).get(0).key(state);
  }

  /**
   * The message without what some of its settings wrap it in: a body of the user's own is JSON in a
   * JSON string, the form has it in its field {@code data}, and a GET writes the objects as text.
   */
  private static JsonNode plain(JsonNode body) {
    JsonNode inner = parsed(body);
    if (inner.size() == 1 && inner.path("data").isTextual()) {
      return parsed(inner.path("data"));
    }
    if (inner.path("heartbeat").isTextual() || inner.path("monitor").isTextual()) {
      ObjectNode object = ((ObjectNode) inner).deepCopy();
      for (String name : List.of("heartbeat", "monitor")) {
        if (object.has(name)) {
          object.set(name, parsed(object.path(name)));
        }
      }
      return object;
    }
    return inner;
  }

  /** The JSON that a text holds; what holds none stays what it is. */
  private static JsonNode parsed(JsonNode node) {
    if (!node.isTextual()) {
      return node;
    }
    try {
      return JsonTree.parse(node.textValue().getBytes(StandardCharsets.UTF_8));
    } catch (Refused e) {
      return node;
    }
  }

  private static String kind(JsonNode body) {
    JsonNode status = body.path("heartbeat").path("status");
    if (status.isIntegralNumber() && status.canConvertToInt()) {
      int number = status.intValue();
      if (number >= 0 && number < STATES.size()) {
        return "monitor." + STATES.get(number);
      }
    }
    // a template of the user's own may send anything
    if (!body.path("heartbeat").isNull() || !body.path("monitor").isNull()) {
      return "received";
    }
    // the Test button sends the fields without values, and so does a certificate that ends soon
    return EXPIRING.matcher(body.path("msg").asText("")).find() ? "expiring" : "test";
  }

  /** It writes UTC, and does not say so: {@code 2026-11-23 10:04:05.678}. */
  private static @Nullable String utc(@Nullable String time) {
    return time == null ? null : time.replace(' ', 'T') + "Z";
  }
}
