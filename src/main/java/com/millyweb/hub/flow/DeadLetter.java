package com.millyweb.hub.flow;

import com.millyweb.hub.audit.AuditTrail;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.history.DeadFilter;
import com.millyweb.hub.event.history.Replay;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A delivery that was given up, and what becomes of it when a button of its notice is pressed. */
@RouteBean
@Component("deadLetter")
public class DeadLetter {
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

  /** The event with the address of its page; there is none where the hub has no public address. */
  public Map<String, Object> read(@Body @Nullable Object body) {
    Fields dead = Fields.of(body);
    Map<String, Object> read = new LinkedHashMap<>();
    dead.map().forEach((name, value) -> read.put(String.valueOf(name), value));
    read.put("page", page(dead.text("event")));
    return read;
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
    return Map.of(
        "delivery", delivery, "retry", retry, "found", count > 0, "by", action.text("by"));
  }

  private @Nullable String page(String event) {
    try {
      return publicUrl.event(UUID.fromString(event));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
