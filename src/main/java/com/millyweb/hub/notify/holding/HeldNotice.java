package com.millyweb.hub.notify.holding;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.history.ToCome;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notice that waits.
 *
 * @param id of the notice, by which it is taken back
 * @param text Markdown
 * @param targets how many it goes to
 * @param eventId of the event that holds it
 * @param notice as it is to be sent
 * @param announced the message in chats that has the button; null when no chat has one
 */
public record HeldNotice(
    UUID id,
    String channel,
    @Nullable String title,
    String text,
    Severity severity,
    int targets,
    UUID eventId,
    Instant heldUntil,
    @JsonIgnore Notice notice,
    @JsonIgnore @Nullable Announcement announced) {

  public static final String TYPE = "notify.held";

  private static final String TARGETS = "targets";

  /** The event that holds a notice back, and nobody is told so. */
  public static NewEvent event(
      Notice notice, List<Target> targets, @Nullable String traceparent, Duration hold) {
    return event(notice.withKeyForActions(), targets, traceparent, hold, null);
  }

  /** The same. Its key is the notice's id. */
  static NewEvent event(
      Notice notice,
      List<Target> targets,
      @Nullable String traceparent,
      Duration hold,
      @Nullable Announcement announced) {
    String subject = notice.channel() + "/held";
    ObjectNode json = NoticeJson.MAPPER.valueToTree(notice);
    json.put("target", subject);
    targets.forEach(target -> json.withArray(TARGETS).add(target.id()));
    if (announced != null) {
      announced.writeTo(json);
    }
    return NewEvent.json(TYPE, "hub", NoticeJson.bytes(json))
        .withSubject(subject)
        .withTime(notice.time())
        .withKey(notice.id().toString())
        .withTraceparent(traceparent)
        .withDelay(hold);
  }

  static HeldNotice of(ToCome event) {
    try {
      JsonNode json = NoticeJson.MAPPER.readTree(event.data());
      Notice notice = NoticeJson.MAPPER.treeToValue(json, Notice.class);
      return new HeldNotice(
          notice.id(),
          notice.channel(),
          notice.title(),
          notice.text(),
          notice.severity(),
          json.path(TARGETS).size(),
          event.event(),
          event.runAt(),
          notice,
          Announcement.of(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Event %s holds no notice".formatted(event.event()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> targets(Map<?, ?> json) {
    List<String> ids = new ArrayList<>();
    if (json.get(TARGETS) instanceof List<?> list) {
      list.forEach(id -> ids.add(String.valueOf(id)));
    }
    return ids;
  }
}
