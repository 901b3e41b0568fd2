package com.millyweb.hub.route.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The calls of the routes under test, and the answers that the test has for them. */
final class Calls {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param name {@code POST https://…}, or the endpoint
   */
  record Call(String name, Map<String, Object> headers, @Nullable Object body) {
    Map<String, Object> facts() {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("call", name);
      facts.put("headers", headers);
      facts.put("body", body);
      return facts;
    }
  }

  private final List<Trial.StubAnswer> answers;
  private final Predicate<String> isOption;
  private final List<Map<String, Object>> made;

  /**
   * @param isOption whether it is an option of the HTTP component, and not part of the query
   * @param made takes every call
   */
  Calls(
      List<Trial.StubAnswer> answers, Predicate<String> isOption, List<Map<String, Object>> made) {
    this.answers = answers;
    this.isOption = isOption;
    this.made = made;
  }

  /**
   * @throws IllegalStateException when a call that needs an answer has none
   */
  Trial.StubAnswer answer(Call call, boolean needed) {
    made.add(call.facts());
    for (Trial.StubAnswer answer : answers) {
      if (Match.glob(answer.call(), call.name())) {
        return answer;
      }
    }
    if (needed) {
      throw new IllegalStateException(
          "The test has no answer for the call '%s' (answers: - call: …)".formatted(call.name()));
    }
    return new Trial.StubAnswer(call.name(), null, null, null, null, null);
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
