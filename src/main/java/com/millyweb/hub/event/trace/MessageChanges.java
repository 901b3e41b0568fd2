package com.millyweb.hub.event.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What of a message is not as it was before a step. */
final class MessageChanges {
  private static final int MOST = 20;

  /** Camel's own headers say how it works, not what the flow does, but for those that flows set. */
  private static final String CAMELS = "Camel";

  private static final Set<String> OF_FLOWS =
      Set.of("CamelHttpMethod", "CamelHttpPath", "CamelHttpQuery", "CamelHttpUri");

  private final int limit;
  private final List<TraceStep.Change> changes = new ArrayList<>();

  MessageChanges(int limit) {
    this.limit = limit;
  }

  List<TraceStep.Change> of(MessageState before, @Nullable MessageState after) {
    if (after == null) {
      return List.of();
    }
    body(before.body(), after.body());
    named("header ", map(before.headers()), map(after.headers()), "");
    named("variable ", map(before.variables()), map(after.variables()), "");
    return changes;
  }

  private void body(@Nullable Object was, @Nullable Object now) {
    Map<String, @Nullable Object> old = entries(was);
    Map<String, @Nullable Object> fresh = entries(now);
    boolean alike =
        old != null && fresh != null && old.keySet().stream().anyMatch(fresh::containsKey);
    if (alike) {
      named("body[", old, fresh, "]");
    } else if (was != now) {
      add("body", was == null ? null : ShownText.of(was, limit), ShownText.of(now, limit));
    }
  }

  private void named(
      String before,
      Map<String, @Nullable Object> was,
      Map<String, @Nullable Object> now,
      String after) {
    now.forEach(
        (name, value) -> {
          if (!was.containsKey(name)) {
            add(before + name + after, null, shown(name, value));
          } else if (!Objects.equals(value, was.get(name))) {
            add(before + name + after, shown(name, was.get(name)), shown(name, value));
          }
        });
    was.forEach(
        (name, value) -> {
          if (!now.containsKey(name)) {
            add(before + name + after, shown(name, value), null);
          }
        });
  }

  private String shown(String name, @Nullable Object value) {
    return name.equals("CamelHttpQuery")
        ? ShownText.uri("?" + value, limit)
        : name.equals("CamelHttpUri")
            ? ShownText.uri(String.valueOf(value), limit)
            : ShownText.of(name, value, limit);
  }

  private void add(String what, @Nullable String was, @Nullable String now) {
    if (changes.size() < MOST) {
      changes.add(new TraceStep.Change(ShownText.of(what, 80), was, now));
    }
  }

  private static @Nullable Map<String, @Nullable Object> entries(@Nullable Object body) {
    Object snapshot = Snapshot.of(body);
    if (!(snapshot instanceof Map<?, ?> map) || body instanceof JsonNode && map.isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    map.forEach((name, value) -> entries.put(String.valueOf(name), value));
    return entries;
  }

  private static Map<String, @Nullable Object> map(@Nullable Object[] pairs) {
    Map<String, @Nullable Object> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      String name = String.valueOf(pairs[i]);
      if (!name.startsWith(CAMELS) || OF_FLOWS.contains(name)) {
        map.put(name, pairs[i + 1]);
      }
    }
    return map;
  }
}
