package com.millyweb.hub.route.trial;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What may be written about a thing that goes out. A slip in {@code never} would never fail. */
final class Expectations {
  private static final Map<String, List<String>> KEYS = keys();

  private Expectations() {}

  private static Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put(
        "notice",
        List.of(
            "title",
            "text",
            "severity",
            "key",
            "thread",
            "link",
            "fields",
            "buttons",
            "attachments"));
    keys.put(
        "event", List.of("subject", "key", "delay", "at", "cancel", "data", "duplicate", "source"));
    keys.put("call", List.of("headers", "body"));
    keys.put("failure", List.of("route", "of"));
    return keys;
  }

  /** Of what the expectation is one; empty when it does not say. */
  static String kind(Map<String, Object> expected) {
    return KEYS.keySet().stream().filter(expected::containsKey).findFirst().orElse("");
  }

  /**
   * @param list which it stands in, for the message
   */
  static void check(String list, Map<String, Object> expected) {
    if (expected == null || expected.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' must list maps that begin with notice, event, call or failure".formatted(list));
    }
    String kind = kind(expected);
    Collection<String> known = kind.isEmpty() ? KEYS.keySet() : KEYS.get(kind);
    for (String key : expected.keySet()) {
      if (!key.equals(kind) && !known.contains(key)) {
        String of = kind.isEmpty() ? "" : ", " + kind;
        throw new IllegalArgumentException(
            "'%s'%s: %s".formatted(list, of, TrialFile.unknown(key, List.copyOf(known))));
      }
    }
  }
}
