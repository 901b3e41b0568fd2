package com.millyweb.hub.notify;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A map that may have certain names and no others. */
record StrictMap(String name, Map<?, ?> map, Set<String> names) {

  StrictMap {
    for (Object key : map.keySet()) {
      if (!(key instanceof String) || !names.contains(key)) {
        throw new IllegalArgumentException(
            "%s must have only %s, had: '%s'".formatted(name, new TreeSet<>(names), key));
      }
    }
  }

  static StrictMap of(String name, @Nullable Object value, Set<String> names) {
    if (value instanceof Map<?, ?> map) {
      return new StrictMap(name, map, names);
    }
    throw new IllegalArgumentException(
        "%s must be a map of %s, was: %s".formatted(name, new TreeSet<>(names), kind(value)));
  }

  static List<StrictMap> list(String name, Object value, Set<String> names) {
    if (value instanceof List<?> list) {
      return IntStream.range(0, list.size())
          .mapToObj(i -> of("%s[%d]".formatted(name, i), list.get(i), names))
          .toList();
    }
    throw new IllegalArgumentException(
        "%s must be a list of maps, was: %s".formatted(name, kind(value)));
  }

  /** Text, a number or a truth value, as text. */
  static String scalar(String name, Object value) {
    if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw new IllegalArgumentException("%s must be text, was: %s".formatted(name, kind(value)));
  }

  @Nullable Object value(String key) {
    return map.get(key);
  }

  List<StrictMap> shapes(String key, Set<String> names) {
    Object value = map.get(key);
    return value == null ? List.of() : list(key, value, names);
  }

  /** Null for what is absent or blank. */
  @Nullable String text(String key) {
    Object value = map.get(key);
    String text = value == null ? null : scalar("%s.%s".formatted(name, key), value);
    return text == null || text.isBlank() ? null : text;
  }

  private static String kind(@Nullable Object value) {
    return value == null ? "nothing" : value.getClass().getSimpleName();
  }
}
