package com.millyweb.hub.route.trial;

import com.millyweb.hub.config.Durations;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Compares what is expected with what came: of a map only the keys that are expected count. */
final class Match {
  private Match() {}

  static boolean matches(@Nullable Object expected, @Nullable Object actual) {
    return difference("", expected, actual) == null;
  }

  /**
   * The first difference, in words; null when there is none.
   *
   * @param path of the values, for the message
   */
  static @Nullable String difference(
      String path, @Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Map<?, ?> map) {
      return ofMaps(path, map, actual);
    }
    if (expected instanceof List<?> list) {
      return ofLists(path, list, actual);
    }
    return equal(path.equals("delay") ? time(expected) : expected, actual)
        ? null
        : "%s: expected %s, was %s".formatted(path, text(expected), text(actual));
  }

  private static @Nullable String ofMaps(String path, Map<?, ?> expected, @Nullable Object actual) {
    if (!(actual instanceof Map<?, ?> map)) {
      return "%s: expected %s, was %s".formatted(path, text(expected), text(actual));
    }
    for (Map.Entry<?, ?> entry : expected.entrySet()) {
      String key = String.valueOf(entry.getKey());
      String difference =
          difference(path.isEmpty() ? key : path + "." + key, entry.getValue(), map.get(key));
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private static @Nullable String ofLists(String path, List<?> expected, @Nullable Object actual) {
    if (!(actual instanceof List<?> list) || list.size() != expected.size()) {
      return "%s: expected %s, was %s".formatted(path, text(expected), text(actual));
    }
    for (int i = 0; i < expected.size(); i++) {
      String difference = difference("%s[%d]".formatted(path, i), expected.get(i), list.get(i));
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  /** A time is the same however it is spelled: 26h and 1d2h. */
  private static @Nullable Object time(@Nullable Object expected) {
    try {
      return expected == null
          ? null
          : Durations.text(DurationStyle.detectAndParse(expected.toString()));
    } catch (IllegalArgumentException e) {
      return expected;
    }
  }

  private static boolean equal(@Nullable Object expected, @Nullable Object actual) {
    if (expected == null || actual == null) {
      return expected == actual;
    }
    if (expected instanceof Number && actual instanceof Number) {
      return new BigDecimal(expected.toString()).compareTo(new BigDecimal(actual.toString())) == 0;
    }
    return glob(String.valueOf(expected), String.valueOf(actual));
  }

  /** {@code *} stands for anything, also for nothing. */
  static boolean glob(String pattern, String text) {
    if (!pattern.contains("*")) {
      return pattern.equals(text);
    }
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
  }

  private static String text(@Nullable Object value) {
    return value instanceof CharSequence ? "'" + value + "'" : String.valueOf(value);
  }
}
