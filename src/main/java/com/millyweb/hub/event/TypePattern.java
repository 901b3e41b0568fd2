package com.millyweb.hub.event;

import java.util.List;

/**
 * A pattern over event types: {@code *} stands for one segment, {@code **} for any number of them,
 * also none.
 */
public record TypePattern(String text, List<String> segments) {
  private static final int MAX_SEGMENTS = 32;

  public static TypePattern of(String text) {
    List<String> segments = List.of(text.split("\\.", -1));
    if (segments.size() > MAX_SEGMENTS) {
      throw new IllegalArgumentException(
          "Event pattern must have at most %d segments, had %d: '%s'"
              .formatted(MAX_SEGMENTS, segments.size(), text));
    }
    for (String segment : segments) {
      if (!segment.equals("*") && !segment.equals("**") && !segment.matches("[A-Za-z0-9_-]+")) {
        throw new IllegalArgumentException(
            "Event pattern '%s': segment '%s' must be '*', '**' or letters, digits, '_' and '-'"
                .formatted(text, segment));
      }
    }
    return new TypePattern(text, segments);
  }

  public boolean matches(String type) {
    String[] parts = type.split("\\.", -1);
    // reachable[i]: the first i parts are consumed; one row per pattern segment, so that several
    // '**' cost no more than segments × parts
    boolean[] reachable = new boolean[parts.length + 1];
    reachable[0] = true;
    for (String segment : segments) {
      boolean[] next = new boolean[parts.length + 1];
      if (segment.equals("**")) {
        boolean open = false;
        for (int i = 0; i <= parts.length; i++) {
          open |= reachable[i];
          next[i] = open;
        }
      } else {
        for (int i = 0; i < parts.length; i++) {
          next[i + 1] = reachable[i] && (segment.equals("*") || segment.equals(parts[i]));
        }
      }
      reachable = next;
    }
    return reachable[parts.length];
  }

  /** The same pattern as a regular expression over {@code '.' || type}, for use in SQL. */
  public String regex() {
    StringBuilder regex = new StringBuilder("^");
    for (String segment : segments) {
      switch (segment) {
        case "**" -> regex.append("(\\.[^.]+)*");
        case "*" -> regex.append("\\.[^.]+");
        default -> regex.append("\\.").append(segment);
      }
    }
    return regex.append('$').toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
