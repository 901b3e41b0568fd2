package com.millyweb.hub.route.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.config.Durations;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.notify.RecordedChannels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a route sent, as a map that can be compared. */
public final class Sent {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOTICES = "notify.";

  private Sent() {}

  /** A notice is an event for each target of its channel, with the target as its subject. */
  public static boolean isNotice(NewEvent event) {
    return event.type().startsWith(NOTICES)
        && event.subject() != null
        && event.subject().contains("/");
  }

  /** Which notice an event sends to one of its targets; null for another event. */
  public static @Nullable String notice(NewEvent event) {
    return isNotice(event) && data(event) instanceof Map<?, ?> written
        ? String.valueOf(written.get("id"))
        : null;
  }

  /** Whether it tells that another notice is held, which the hub does beside the flow. */
  public static boolean isAnnouncement(NewEvent event) {
    return isNotice(event)
        && data(event) instanceof Map<?, ?> written
        && written.containsKey("undoes");
  }

  public static Map<String, Object> facts(NewEvent event) {
    return isNotice(event) && data(event) instanceof Map<?, ?> written
        ? notice(written)
        : event(event);
  }

  static @Nullable Object data(NewEvent event) {
    try {
      return event.contentType().contains("json")
          ? JSON.readValue(event.data(), Object.class)
          : new String(event.data(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> event(NewEvent event) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("event", event.type());
    put(facts, "subject", event.subject());
    put(facts, "key", event.key());
    put(facts, "delay", event.delay() == null ? null : Durations.text(event.delay()));
    put(facts, "at", event.runAt());
    facts.put("data", data(event));
    return facts;
  }

  private static Map<String, Object> notice(Map<?, ?> written) {
    Map<String, Object> facts = new LinkedHashMap<>();
    Object target = written.get("target");
    facts.put("notice", RecordedChannels.channel(String.valueOf(target)));
    for (String name : List.of("title", "text", "severity", "key", "thread")) {
      put(facts, name, written.get(name));
    }
    if (written.get("link") instanceof Map<?, ?> link) {
      facts.put("link", link.get("url"));
    }
    facts.put("fields", named(written.get("fields"), "title", "value"));
    facts.put("buttons", named(written.get("actions"), "text", "value", "url"));
    facts.put("attachments", named(written.get("attachments"), "name", "content", "url"));
    facts.values().removeIf(value -> value instanceof Map<?, ?> map && map.isEmpty());
    return facts;
  }

  /** A list of maps as one map, from the value of a key to the first value that is there. */
  private static Map<String, Object> named(@Nullable Object list, String name, String... values) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (Object item : list instanceof List<?> items ? items : new ArrayList<>()) {
      Map<?, ?> map = (Map<?, ?>) item;
      for (String value : values) {
        if (map.get(value) != null) {
          named.put(String.valueOf(map.get(name)), map.get(value));
          break;
        }
      }
    }
    return named;
  }

  private static void put(Map<String, Object> facts, String name, @Nullable Object value) {
    if (value != null) {
      facts.put(name, value);
    }
  }
}
