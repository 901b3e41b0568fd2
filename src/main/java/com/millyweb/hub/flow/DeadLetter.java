package com.millyweb.hub.flow;

import com.millyweb.hub.audit.AuditTrail;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.history.DeadFilter;
import com.millyweb.hub.event.history.Replay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A delivery that was given up, as a notice with all that is needed to decide about it. */
@RouteBean
@Component("deadLetter")
public class DeadLetter {
  private static final int MAX_ERROR = 500;
  private static final int MAX_NAME = 120;
  private static final String RETRY = "dead letter: retry";
  private static final String DISCARD = "dead letter: discard";

  /** Of the notice's key, as the flow that tells of dead letters makes it. */
  private static final Pattern KEY = Pattern.compile("dead/(\\d{1,18})");

  private final Replay replay;
  private final AuditTrail audit;
  private final PublicUrlProperties publicUrl;

  DeadLetter(Replay replay, AuditTrail audit, PublicUrlProperties publicUrl) {
    this.replay = replay;
    this.audit = audit;
    this.publicUrl = publicUrl;
  }

  public Map<String, Object> notice(@Body @Nullable Object body) {
    Fields dead = Fields.of(body);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", dead.text("type"));
    fields.put("event id", dead.text("event"));
    fields.put("delivery", dead.text("delivery"));
    fields.put("reason", dead.text("reason"));
    fields.put("attempts", dead.text("attempts"));
    Map<String, Object> notice = new LinkedHashMap<>();
    notice.put("title", dead.text("subscription") + " gave up an event");
    notice.put("text", dead.line("error", MAX_ERROR));
    notice.put("severity", "error");
    fields.values().removeIf(""::equals);
    notice.put("fields", fields);
    String page = page(dead.text("event"));
    if (page != null) {
      notice.put("link", Map.of("url", page, "text", "Show the dead letter"));
    }
    notice.put(
        "actions",
        List.of(
            Map.of("text", "Retry", "value", RETRY, "style", "primary"),
            Map.of("text", "Discard", "value", DISCARD, "style", "danger")));
    return notice;
  }

  /** A decided button: its value says what to do, its notice's key with which delivery. */
  public Map<String, Object> pressed(@Body @Nullable Object body) {
    Fields action = Fields.of(body);
    String value = action.text("value");
    Matcher key = KEY.matcher(action.in("notice").text("key"));
    boolean retry = value.equals(RETRY);
    if (!key.matches() || !retry && !value.equals(DISCARD)) {
      throw new PermanentFailure(
          "The value of the action must be '%s' or '%s' on the notice of a dead letter, was: '%s' on '%s'"
              .formatted(RETRY, DISCARD, value, action.in("notice").text("key")),
          null);
    }
    String delivery = key.group(1);
    DeadFilter dead = DeadFilter.of(Long.parseLong(delivery));
    long count = retry ? replay.retry(dead) : replay.discard(dead);
    audit.record(
        action.text("by"),
        retry ? "delivery.retry" : "delivery.discard",
        delivery,
        null,
        count > 0 ? "ok" : "failed",
        Map.of("via", action.text("medium")));
    return answer(delivery, retry, count > 0, Fields.escaped(action.text("by"), MAX_NAME));
  }

  private static Map<String, Object> answer(
      String delivery, boolean retry, boolean found, String by) {
    Map<String, Object> notice = new LinkedHashMap<>();
    if (!found) {
      notice.put("severity", "warning");
      notice.put("text", "Delivery %s is no dead letter any more.".formatted(delivery));
      return notice;
    }
    notice.put(
        "text",
        retry
            ? "Delivery %s is tried again, by %s.".formatted(delivery, by)
            : "Delivery %s is discarded, by %s. Its event stays.".formatted(delivery, by));
    return notice;
  }

  private @Nullable String page(String event) {
    try {
      return publicUrl.event(UUID.fromString(event));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
