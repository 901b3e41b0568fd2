package com.millyweb.hub.tool.log;

import com.millyweb.hub.audit.AuditTrail;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.history.Cursor;
import com.millyweb.hub.event.history.DeadFilter;
import com.millyweb.hub.event.history.DeliveryHistory;
import com.millyweb.hub.event.history.DeliveryState;
import com.millyweb.hub.event.history.DeliveryStatus;
import com.millyweb.hub.event.history.Page;
import com.millyweb.hub.event.history.Replay;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The steps of the tools about dead letters: deliveries that were given up. */
@RouteBean
@Component("givenUp")
public class GivenUp {
  private static final int MOST = 20;
  private static final int MOST_ERROR = 400;

  private final DeliveryHistory deliveries;
  private final Replay replay;
  private final AuditTrail audit;

  GivenUp(DeliveryHistory deliveries, Replay replay, AuditTrail audit) {
    this.deliveries = deliveries;
    this.replay = replay;
    this.audit = audit;
  }

  /**
   * The newest first.
   *
   * @param body {@code flow} and {@code cursor}, both optional
   */
  public Map<String, Object> list(Map<String, @Nullable Object> body) {
    Object flow = body.get("flow");
    Object cursor = body.get("cursor");
    Page<DeliveryStatus> page =
        deliveries.page(
            DeliveryState.dead,
            flow == null ? null : flow.toString(),
            cursor == null ? null : Cursor.of(cursor.toString()),
            MOST);
    List<Map<String, Object>> dead = new ArrayList<>();
    page.items().forEach(delivery -> dead.add(told(delivery)));
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("deadLetters", dead);
    Cursor next = page.next();
    if (next != null) {
      found.put("cursor", next.encoded());
    }
    return found;
  }

  /**
   * Gives a dead letter a new series of attempts. One that is none any more is left alone.
   *
   * @param body {@code delivery}
   */
  public Map<String, Object> retry(Map<String, @Nullable Object> body) {
    Object given = body.get("delivery");
    if (!(given instanceof Number delivery)) {
      throw new IllegalArgumentException(
          "delivery must be the number of a dead letter, was: '%s'".formatted(given));
    }
    long count = replay.retry(DeadFilter.of(delivery.longValue()));
    audit.record(
        "a tool",
        "delivery.retry",
        delivery.toString(),
        null,
        count > 0 ? "ok" : "failed",
        Map.of("via", "dead-letter-retry"));
    return Map.of(
        "delivery",
        delivery,
        "retried",
        count > 0,
        "told",
        count > 0 ? "It is tried again" : "No dead letter has that number");
  }

  private static Map<String, Object> told(DeliveryStatus dead) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("delivery", dead.id());
    told.put("flow", dead.subscription());
    told.put("event", dead.event().toString());
    put(told, "type", dead.type());
    put(told, "subject", dead.subject());
    told.put("attempts", dead.claims());
    put(told, "reason", dead.reason());
    String error = dead.error();
    put(
        told,
        "error",
        error == null ? null : Truncate.line(Redaction.instance().redact(error), MOST_ERROR));
    put(told, "since", dead.startedAt() == null ? null : dead.startedAt().toString());
    return told;
  }

  private static void put(Map<String, Object> told, String name, @Nullable String value) {
    if (value != null) {
      told.put(name, value);
    }
  }
}
