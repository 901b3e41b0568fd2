package com.millyweb.hub.route.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds for each expectation one thing that went out, and tells what is left on either side. */
final class Verdict {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private Verdict() {}

  static List<String> of(Trial trial, List<Map<String, Object>> sent) {
    List<Map<String, Object>> left = new ArrayList<>(sent);
    List<Map<String, Object>> missing = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      places.add(i);
    }
    List<String> faults = new ArrayList<>();
    int last = -1;
    for (Map<String, Object> expected : trial.expect()) {
      int found = first(expected, left, places, trial.isInOrder() ? last : -1);
      if (found < 0) {
        found = first(expected, left, places, -1);
        if (found >= 0) {
          faults.add("expected  %s later (order: strict)".formatted(text(expected)));
        }
      }
      if (found < 0) {
        missing.add(expected);
      } else {
        left.remove(found);
        last = Math.max(last, places.remove(found));
      }
    }
    for (Map<String, Object> expected : missing) {
      Map<String, Object> near = nearest(expected, left);
      faults.add("expected  " + text(expected));
      if (near == null) {
        faults.add("          nothing of the kind went out");
      } else {
        left.remove(near);
        faults.add("but was   " + text(near));
        faults.add("          " + Match.difference("", expected, near));
      }
    }
    for (Map<String, Object> one : sent) {
      for (Map<String, Object> never : trial.never()) {
        if (Match.matches(never, one)) {
          faults.add("never     " + text(never));
          faults.add("but was   " + text(one));
        }
      }
    }
    for (Map<String, Object> one : left) {
      if (!trial.ignoresOthers() || one.containsKey("failure")) {
        faults.add("and also  " + text(one));
      }
    }
    return faults;
  }

  /** Where in the list the first one is that fits and went out after that place; -1 for none. */
  private static int first(
      Map<String, Object> expected,
      List<Map<String, Object>> left,
      List<Integer> places,
      int after) {
    for (int i = 0; i < left.size(); i++) {
      if (places.get(i) > after && Match.matches(expected, left.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** What is probably meant: of the same kind, with the most in common. */
  private static @Nullable Map<String, Object> nearest(
      Map<String, Object> expected, List<Map<String, Object>> left) {
    String kind = Expectations.kind(expected);
    Map<String, Object> best = null;
    long most = -1;
    for (Map<String, Object> one : left) {
      long common =
          expected.entrySet().stream()
              .filter(entry -> Match.matches(entry.getValue(), one.get(entry.getKey())))
              .count();
      if (one.keySet().iterator().next().equals(kind) && common > most) {
        best = one;
        most = common;
      }
    }
    return best;
  }

  static String text(Map<String, Object> facts) {
    try {
      return JSON.writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      return String.valueOf(facts);
    }
  }
}
