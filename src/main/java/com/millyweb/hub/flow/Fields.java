package com.millyweb.hub.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON body that somebody outside wrote: what is missing or of another type is empty, never
 * an error.
 */
record Fields(Map<?, ?> map) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_URL = 1000;

  static Fields of(@Nullable Object body) {
    return new Fields(body instanceof Map<?, ?> map ? map : Map.of());
  }

  Fields in(String name) {
    return of(map.get(name));
  }

  List<Fields> list(String name) {
    return map.get(name) instanceof List<?> list
        ? list.stream().map(Fields::of).toList()
        : List.of();
  }

  boolean isTrue(String name) {
    return Boolean.TRUE.equals(map.get(name));
  }

  /** The text as it is; empty when there is none. */
  String text(String name) {
    Object value = map.get(name);
    return value instanceof String || value instanceof Number ? value.toString() : "";
  }

  long number(String name) {
    return map.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** The objects of a JSON array that a statement wrote as text. */
  List<Map<?, ?>> json(String name) {
    List<Map<?, ?>> objects = new ArrayList<>();
    array(name).forEach(item -> objects.add(of(item).map()));
    return objects;
  }

  /** The same of an array of texts. */
  List<String> jsonTexts(String name) {
    return array(name).stream().map(String::valueOf).toList();
  }

  private List<?> array(String name) {
    try {
      return text(name).isEmpty() ? List.of() : JSON.readValue(text(name), List.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("'%s' must be a JSON array".formatted(name), e);
    }
  }

  /** As a statement takes it. */
  static String json(Map<String, String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of texts could not be written", e);
    }
  }

  /** The map of a JSON object that a statement wrote as text. */
  Map<?, ?> jsonMap(String name) {
    try {
      return text(name).isEmpty() ? Map.of() : JSON.readValue(text(name), Map.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("'%s' must be a JSON object".formatted(name), e);
    }
  }

  /** A web address that can stand in a Markdown link; empty when it is anything else. */
  String url(String name) {
    String url = text(name);
    boolean plain = url.matches("https?://[^\\s()<>\\[\\]\\\\\"]+") && url.length() <= MAX_URL;
    return plain ? url : "";
  }
}
