package com.millyweb.hub.ingress.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields of a cron line as crontab has them, for Spring's parser, which takes a step that is
 * longer than its field without a word and wants both days to be right.
 *
 * @param fields seconds, minutes, hours, day of the month, month, day of the week
 */
record CronFields(List<String> fields) {
  private static final int HOUR = 2;
  private static final int DAY = 3;
  private static final int WEEKDAY = 5;
  private static final Pattern STEP = Pattern.compile("(\\*|(\\d+)(?:-(\\d+))?)/(\\d+)");

  private static final Map<String, String> MACROS =
      Map.of(
          "@yearly", "0 0 0 1 1 *",
          "@annually", "0 0 0 1 1 *",
          "@monthly", "0 0 0 1 * *",
          "@weekly", "0 0 0 * * 0",
          "@daily", "0 0 0 * * *",
          "@midnight", "0 0 0 * * *",
          "@hourly", "0 0 * * * *");

  private record Range(String name, int from, int to) {}

  private static final List<Range> RANGES =
      List.of(
          new Range("second", 0, 59),
          new Range("minute", 0, 59),
          new Range("hour", 0, 23),
          new Range("day of the month", 1, 31),
          new Range("month", 1, 12),
          new Range("day of the week", 0, 6));

  static CronFields of(String line) {
    String written = MACROS.getOrDefault(line, line);
    List<String> fields = new ArrayList<>(Arrays.asList(written.split("\\s+")));
    if (fields.size() == 5) {
      fields.add(0, "0");
    }
    if (fields.size() != RANGES.size()) {
      throw unreadable(line, "it has %d fields".formatted(fields.size()));
    }
    for (int i = 0; i < fields.size(); i++) {
      for (String part : fields.get(i).split(",", -1)) {
        requireStepInside(line, RANGES.get(i), part);
      }
    }
    return new CronFields(List.copyOf(fields));
  }

  static IllegalArgumentException unreadable(String line, String why) {
    return new IllegalArgumentException(
        "A cron line must have 5 fields (minute hour day month weekday), or 6 with seconds first, or be 'off', was: '%s': %s"
            .formatted(line, why));
  }

  /** As vixie-cron has it: a day that starts with a star restricts the other one. */
  List<String> eitherDay() {
    if (isStar(fields.get(DAY)) || isStar(fields.get(WEEKDAY))) {
      return List.of(String.join(" ", fields));
    }
    return List.of(with(WEEKDAY, "*"), with(DAY, "*"));
  }

  /** Whether no hour is left out. */
  boolean everyHour() {
    return List.of("*", "*/1", "0-23", "0-23/1").contains(fields.get(HOUR));
  }

  private String with(int index, String field) {
    List<String> changed = new ArrayList<>(fields);
    changed.set(index, field);
    return String.join(" ", changed);
  }

  private static boolean isStar(String field) {
    return field.startsWith("*") || field.equals("?");
  }

  private static void requireStepInside(String line, Range range, String part) {
    Matcher step = STEP.matcher(part);
    if (!step.matches()) {
      return;
    }
    int from = step.group(2) == null ? range.from : number(step.group(2));
    int to = step.group(3) == null ? range.to : number(step.group(3));
    int most = Math.max(to - from, 0);
    int steps = number(step.group(4));
    if (steps < 1 || steps > most) {
      throw unreadable(
          line,
          "the step of '%s' must be 1 to %d, for a %s from %d to %d"
              .formatted(part, most, range.name, from, to));
    }
  }

  private static int number(String digits) {
    return digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}
