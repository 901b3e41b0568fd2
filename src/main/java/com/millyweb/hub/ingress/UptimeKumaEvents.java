package com.millyweb.hub.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.RouteBean;
import com.millyweb.hub.event.NewEvent;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * {@code <source>.monitor.down|up|pending|maintenance}, its subject the monitor's name; {@code
 * <source>.expiring} for a certificate or a domain that ends soon.
 */
@RouteBean
@Component("normalise.uptime-kuma")
final class UptimeKumaEvents {
  /** By the number that Uptime Kuma gives them. */
  private static final List<String> STATES = List.of("down", "up", "pending", "maintenance");

  /** Such as {@code [shop][https://…] Certificate will be expired in 7 days}. */
  private static final Pattern EXPIRING = Pattern.compile("\\bexpired? in -?\\d+ day");

  public NewEvent event(Webhook webhook) {
    JsonNode body = JsonTree.read(webhook);
    JsonNode heartbeat = body.path("heartbeat");
    String time = JsonTree.text(heartbeat.path("time"));
    String monitor = heartbeat.path("monitorID").asText("");
    return Envelope.event(
        webhook,
        webhook.source().name() + "." + kind(body),
        JsonTree.text(body.path("monitor").path("name")),
        time == null || monitor.isEmpty()
            ? null
            : Envelope.key(monitor, time, heartbeat.path("status").asText("")),
        Envelope.time(utc(time)),
        webhook.body());
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
