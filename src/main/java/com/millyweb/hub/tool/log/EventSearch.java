package com.millyweb.hub.tool.log;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.config.Durations;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.TypePattern;
import com.millyweb.hub.event.history.Cursor;
import com.millyweb.hub.event.history.EventFilter;
import com.millyweb.hub.event.history.EventHistory;
import com.millyweb.hub.event.history.EventSummary;
import com.millyweb.hub.event.history.Page;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The steps of the tools that look for events. */
@RouteBean
@Component("eventSearch")
public class EventSearch {
  private static final int MOST = 50;
  private static final int MOST_DATA = 8000;

  private final EventHistory history;
  private final Clock clock;

  EventSearch(EventHistory history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  /**
   * The newest events first, without their data.
   *
   * @param body {@code type}, {@code source}, {@code subject}, {@code text}, {@code since}, {@code
   *     until}, {@code limit} and {@code cursor}; what is left out does not restrict
   */
  public Map<String, Object> search(Map<String, @Nullable Object> body) {
    Object limit = body.get("limit");
    String type = text(body, "type");
    String cursor = text(body, "cursor");
    var filter =
        new EventFilter(
            null,
            type == null ? null : TypePattern.of(type),
            text(body, "source"),
            text(body, "subject"),
            text(body, "text"),
            moment(body, "since"),
            moment(body, "until"));
    Page<EventSummary> page =
        history.page(
            filter,
            cursor == null ? null : Cursor.of(cursor),
            limit instanceof Number number ? Math.min(Math.max(number.intValue(), 1), MOST) : 20);
    Map<String, Object> found = new LinkedHashMap<>();
    List<Map<String, Object>> events = new ArrayList<>();
    page.items().forEach(event -> events.add(told(event)));
    found.put("events", events);
    Cursor next = page.next();
    if (next != null) {
      found.put("cursor", next.encoded());
    }
    return found;
  }

  /**
   * One event with its data, of which at most 8,000 characters.
   *
   * @param body {@code id}
   */
  public Map<String, Object> read(Map<String, @Nullable Object> body) {
    UUID id = id(String.valueOf(body.get("id")));
    Event event =
        history
            .find(id)
            .orElseThrow(
                () -> new IllegalArgumentException("There is no event '%s'".formatted(id)));
    Map<String, Object> told = new LinkedHashMap<>();
    history.progress(id).ifPresent(summary -> told.putAll(told(summary)));
    told.put("contentType", event.contentType());
    String data = new String(event.data(), StandardCharsets.UTF_8);
    told.put("data", Truncate.to(Redaction.instance().redact(data), MOST_DATA));
    return told;
  }

  private static Map<String, Object> told(EventSummary event) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("id", event.id().toString());
    told.put("at", event.at().toString());
    told.put("type", event.type());
    told.put("source", event.source());
    if (event.subject() != null) {
      told.put("subject", event.subject());
    }
    if (event.cause() != null) {
      told.put("cause", event.cause().toString());
    }
    Map<String, Object> deliveries = new LinkedHashMap<>();
    event.deliveries().forEach((state, count) -> deliveries.put(state.name(), count));
    told.put("deliveries", deliveries);
    return told;
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "id must be that of an event, such as 0198c0de-0000-7000-8000-000000000000, was: '%s'"
              .formatted(text),
          e);
    }
  }

  private static @Nullable String text(Map<String, @Nullable Object> body, String name) {
    Object value = body.get(name);
    return value == null || value.toString().isBlank() ? null : value.toString();
  }

  /** So long ago, or when. */
  private @Nullable Instant moment(Map<String, @Nullable Object> body, String name) {
    String text = text(body, name);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException notATime) {
      try {
        return clock.instant().minus(Durations.parse(text.replaceFirst("^-", "")));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s must be how long ago, such as 2h or 7d, or a time with offset, such as 2030-01-31T08:00:00Z, was: '%s'"
                .formatted(name, text),
            e);
      }
    }
  }
}
