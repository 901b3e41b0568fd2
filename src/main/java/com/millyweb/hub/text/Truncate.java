package com.millyweb.hub.text;

import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The beginning of a text that is too long. It never ends within what a reader sees as one
 * character: a surrogate pair, a letter with its accents, a flag, a family of emoji.
 */
public final class Truncate {
  private static final Pattern CLUSTER = Pattern.compile("\\X");
  private static final String MORE = "…";

  private Truncate() {}

  /** The text in at most so many UTF-16 units; the last one is … when something is left out. */
  public static String to(String text, int max) {
    return to(text, max, String::length);
  }

  /** The same in code points. */
  public static String toPoints(String text, int max) {
    return to(text, max, words -> words.codePointCount(0, words.length()));
  }

  /**
   * The same in a measure of its own.
   *
   * @param measure of a text is the sum of those of its characters
   */
  public static String to(String text, int max, ToIntFunction<String> measure) {
    return measure.applyAsInt(text) <= max
        ? text
        : head(text, max - measure.applyAsInt(MORE), measure) + MORE;
  }

  /** A text as one line, in at most so many code points. */
  public static String line(String text, int max) {
    return toPoints(text.replaceAll("\\s+", " ").strip(), max);
  }

  /** The beginning in at most so many UTF-16 units, without a sign that something is left out. */
  public static String head(String text, int max) {
    return text.length() <= max ? text : head(text, max, String::length);
  }

  private static String head(String text, int max, ToIntFunction<String> measure) {
    int room = max;
    int end = 0;
    Matcher cluster = CLUSTER.matcher(text);
    while (cluster.find()) {
      room -= measure.applyAsInt(cluster.group());
      if (room < 0) {
        break;
      }
      end = cluster.end();
    }
    return end > 0 || max <= 0 ? text.substring(0, end) : points(text, max, measure);
  }

  /** The beginning of a text whose first character alone is too long. */
  private static String points(String text, int max, ToIntFunction<String> measure) {
    int room = max;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      room -= measure.applyAsInt(Character.toString(point));
      if (room < 0) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end);
  }
}
