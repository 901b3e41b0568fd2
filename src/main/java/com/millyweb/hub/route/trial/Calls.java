package com.millyweb.hub.route.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The calls of routes that are not really at work.
 *
 * @param isOption whether it is an option of the HTTP component, and not part of the query
 */
record Calls(Answers answers, Predicate<String> isOption) {
  private static final ObjectMapper JSON = new ObjectMapper();

  StubAnswer answer(Call call, boolean needed) {
    return answers.answer(call, needed);
  }

  /** What is no option of the component is sent in the query. */
  String query(Map<String, Object> options) {
    List<String> query = new ArrayList<>();
    new TreeMap<>(options)
        .forEach(
            (name, value) -> {
              if (!isOption.test(name)) {
                query.add(name + "=" + value);
              }
            });
    return String.join("&", query);
  }

  /** JSON as its value; other text as it is. */
  static Object parsed(String text) {
    String start = text.stripLeading();
    if (start.startsWith("{") || start.startsWith("[")) {
      try {
        return JSON.readValue(text, Object.class);
      } catch (JsonProcessingException e) {
        return text;
      }
    }
    return text;
  }
}
