package com.millyweb.hub.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.text.Markdown;
import com.millyweb.hub.text.Truncate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON body that somebody outside wrote: what is missing or of another type is empty, never
 * an error, and text is made harmless before it stands in Markdown.
 */
record Fields(Map<?, ?> map) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
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

  /** The first line, cut, with all that Markdown would act on escaped. */
  String line(String name, int maxLength) {
    return escaped(text(name).strip().lines().findFirst().orElse(""), maxLength);
  }

  /** All lines, cut together, with all that Markdown would act on escaped. */
  String paragraph(String name, int maxLength) {
    return Truncate.to(text(name).strip(), maxLength)
        .lines()
        .map(line -> escaped(line, maxLength))
        .collect(Collectors.joining("\n"));
  }

  long number(String name) {
    return map.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** The objects of a JSON array that a statement wrote as text. */
  List<Fields> json(String name) {
    return array(name).stream().map(Fields::of).toList();
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

  /** A web address that can stand in a Markdown link; empty when it is anything else. */
  String url(String name) {
    String url = text(name);
    boolean plain = url.matches("https?://[^\\s()<>\\[\\]\\\\\"]+") && url.length() <= MAX_URL;
    return plain ? url : "";
  }

  static String escaped(String text, int maxLength) {
    return Markdown.escape(Truncate.to(CONTROL.matcher(text).replaceAll(" "), maxLength));
  }
}
