package com.millyweb.hub.event.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value as it was at one moment: maps and lists, which flows may change in place, are copied up
 * to a bound; everything else stays as it is.
 */
final class Snapshot {
  private static final int MOST_NODES = 200;
  private static final int MOST_DEPTH = 8;

  /** Stands for what was not copied. */
  static final String CUT = "…";

  private int left = MOST_NODES;

  private Snapshot() {}

  static @Nullable Object of(@Nullable Object value) {
    return isContainer(value) ? new Snapshot().copy(value, 0) : value;
  }

  static boolean isContainer(@Nullable Object value) {
    return value instanceof Map
        || value instanceof Collection
        || value instanceof JsonNode json && json.isContainerNode();
  }

  private @Nullable Object copy(@Nullable Object value, int depth) {
    left--;
    if (!isContainer(value)) {
      return value;
    }
    if (depth >= MOST_DEPTH || left <= 0) {
      return CUT;
    }
    if (value instanceof Map<?, ?> map) {
      return entries(map.entrySet(), depth);
    }
    if (value instanceof JsonNode json && json.isObject()) {
      return entries(json.properties(), depth);
    }
    return elements((Iterable<?>) value, depth);
  }

  private Map<String, @Nullable Object> entries(
      Iterable<? extends Map.Entry<?, ?>> entries, int depth) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries) {
      if (left <= 0) {
        copy.put(CUT, CUT);
        break;
      }
      copy.put(String.valueOf(entry.getKey()), copy(entry.getValue(), depth + 1));
    }
    return copy;
  }

  private List<@Nullable Object> elements(Iterable<?> elements, int depth) {
    List<@Nullable Object> copy = new ArrayList<>();
    for (Object element : elements) {
      if (left <= 0) {
        copy.add(CUT);
        break;
      }
      copy.add(copy(element, depth + 1));
    }
    return copy;
  }
}
