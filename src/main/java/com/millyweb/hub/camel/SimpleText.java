package com.millyweb.hub.camel;

import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;

/**
 * What simple reads only when it evaluates: a function around another one, patterns of dates and
 * regular expressions, names of classes. Nothing is evaluated here.
 */
public final class SimpleText {
  /** Of one expression; who wrote more of them sees the rest when these are gone. */
  private static final int MOST_FLAWS = 20;

  /** Stands for the value of an inner function. */
  private static final String VALUE = "1";

  private static final Pattern UNKNOWN = Pattern.compile("Unknown function: ");
  private static final Pattern DATE = Pattern.compile("\\$\\{date:([^:}]*):([^}$]*)}");
  private static final Pattern DATE_COMMAND =
      Pattern.compile(
          "(now|millis|exchangeCreated|file|(in\\.)?(header|variable)s?\\..+|exchangeProperty\\..+)?([+-]\\d+.*)?");

  private static final Pattern CAST =
      Pattern.compile(
          "\\$\\{(?:(?:mandatoryB|b)odyAs|messageAs)\\(([^(){}$]+)\\)|\\$\\{(?:headerAs|variableAs|exchangePropertyAs)\\([^(),{}$]+,([^(){}$]+)\\)");

  private static final Pattern REGEX =
      Pattern.compile("\\}\\s*!?regex\\s+(?:'([^']*)'|\"([^\"]*)\")");

  private static final Pattern FIELD =
      Pattern.compile(
          "\\$(?:simple)?\\{((?:in\\.)?(?:body|headers?|variables?|exchangeProperty)\\b[^{}$'\"]*)}");

  private static final Pattern IS = Pattern.compile("\\}\\s*!?is\\s+(?:'([^']*)'|\"([^\"]*)\")");
  private static final Pattern RANGE =
      Pattern.compile("\\}\\s*!?range\\s+(?:'([^']*)'|\"([^\"]*)\")");

  private static final Pattern UNEXPECTED = Pattern.compile("(?i)unexpected token");
  private static final Pattern WORD = Pattern.compile("[\\w.\\[\\]-]+");
  private static final Pattern READ =
      Pattern.compile("^(?:body|headers?|variables?|exchangeProperty)\\b");

  private SimpleText() {}

  /**
   * @param part where it stands in the expression
   */
  public record Flaw(String message, String part) {}

  /** Functions that read a field and whose bracket is never closed: {@code ${body[a}}. */
  public static List<Flaw> unclosed(String text) {
    List<Flaw> flaws = new ArrayList<>();
    Matcher field = FIELD.matcher(text);
    while (field.find() && flaws.size() < MOST_FLAWS) {
      String path = field.group(1);
      long open = path.chars().filter(letter -> letter == '[').count();
      long closed = path.chars().filter(letter -> letter == ']').count();
      if (open > closed) {
        flaws.add(new Flaw("a ']' is missing in '${%s}'".formatted(path), path));
      }
    }
    return flaws;
  }

  /**
   * What Camel's words for a text that it could not read mean; null where they say it themselves.
   *
   * @param index where it stopped
   * @param reason in Camel's words
   */
  public static @Nullable Flaw broken(String text, int index, String reason) {
    if (reason.contains("functionEnd")) {
      int start = text.lastIndexOf("${", index);
      String part = start < 0 ? "" : text.substring(start).split("\\s", 2)[0];
      return start < 0
          ? null
          : new Flaw("a '}' is missing, which ends what begins with '%s'".formatted(part), part);
    }
    Matcher word = WORD.matcher(text).region(Math.min(index, text.length()), text.length());
    // where it stopped at a sign, such as a single '=', Camel's words say it
    if (!UNEXPECTED.matcher(reason).find() || !word.lookingAt()) {
      return null;
    }
    String part = word.group();
    return new Flaw(
        READ.matcher(part).find()
            ? "what is read from the message stands in '${…}', write '${%s}' for '%s'"
                .formatted(part, part)
            : "a text stands in quotes, write '%s' with them, or '${…}' for what is read from the message"
                .formatted(part),
        part);
  }

  /**
   * @param placeholders whether parts of the text are known only when the hub runs
   */
  public static List<Flaw> check(
      CamelContext context, String text, boolean predicate, boolean placeholders) {
    List<Flaw> flaws = new ArrayList<>();
    around(context, text, flaws);
    if (!placeholders) {
      dates(text, flaws);
      casts(context, text, flaws);
      if (predicate) {
        operators(context, text, flaws);
      }
    }
    return flaws;
  }

  /** From the inside out, each function is asked for with values in the place of inner ones. */
  private static void around(CamelContext context, String text, List<Flaw> flaws) {
    List<Integer> open = new ArrayList<>();
    List<StringBuilder> parts = new ArrayList<>();
    for (int i = 0; i < text.length() && flaws.size() < MOST_FLAWS; i++) {
      if (text.startsWith("${", i)) {
        open.add(i++);
        parts.add(new StringBuilder());
      } else if (text.charAt(i) == '}' && !open.isEmpty()) {
        String function = parts.remove(parts.size() - 1).toString();
        int start = open.remove(open.size() - 1);
        String written = text.substring(start + 2, i);
        if (!written.equals(function)) {
          String reason = unknown(context, function);
          if (reason != null) {
            flaws.add(new Flaw(reason, written));
          }
        }
        if (!parts.isEmpty()) {
          parts.get(parts.size() - 1).append(VALUE);
        }
      } else if (!parts.isEmpty()) {
        parts.get(parts.size() - 1).append(text.charAt(i));
      }
    }
  }

  private static @Nullable String unknown(CamelContext context, String function) {
    try {
      context.resolveLanguage("simple").createExpression("${" + function + "}").init(context);
      return null;
    } catch (RuntimeCamelException | IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      Matcher unknown = UNKNOWN.matcher(message);
      // with other values it may be right
      return unknown.find()
          ? message.substring(unknown.start()).lines().findFirst().orElse("")
          : null;
    }
  }

  private static void dates(String text, List<Flaw> flaws) {
    Matcher date = DATE.matcher(text);
    while (date.find() && flaws.size() < MOST_FLAWS) {
      if (!DATE_COMMAND.matcher(date.group(1)).matches()) {
        flaws.add(
            new Flaw(
                "date knows now, millis, header.x, variable.x, exchangeProperty.x and exchangeCreated, was: '%s'"
                    .formatted(date.group(1)),
                date.group()));
      }
      try {
        new SimpleDateFormat(date.group(2));
      } catch (IllegalArgumentException e) {
        flaws.add(
            new Flaw(
                "'%s' is no pattern of a date: %s".formatted(date.group(2), e.getMessage()),
                date.group()));
      }
    }
  }

  private static void casts(CamelContext context, String text, List<Flaw> flaws) {
    Matcher cast = CAST.matcher(text);
    while (cast.find() && flaws.size() < MOST_FLAWS) {
      String type = cast.group(1) == null ? cast.group(2) : cast.group(1);
      type = type.strip().replaceAll("^['\"]|['\"]$", "").replaceFirst("(\\.class)?$", "");
      if (context.getClassResolver().resolveClass(type) == null) {
        flaws.add(new Flaw("There is no class '%s'".formatted(type), cast.group()));
      }
    }
  }

  private static void operators(CamelContext context, String text, List<Flaw> flaws) {
    Matcher regex = REGEX.matcher(text);
    while (regex.find() && flaws.size() < MOST_FLAWS) {
      try {
        Pattern.compile(quoted(regex));
      } catch (PatternSyntaxException e) {
        flaws.add(
            new Flaw(
                "'%s' is no regular expression: %s".formatted(quoted(regex), e.getDescription()),
                quoted(regex)));
      }
    }
    Matcher is = IS.matcher(text);
    while (is.find() && flaws.size() < MOST_FLAWS) {
      if (context.getClassResolver().resolveClass(quoted(is)) == null) {
        flaws.add(new Flaw("There is no class '%s'".formatted(quoted(is)), quoted(is)));
      }
    }
    Matcher range = RANGE.matcher(text);
    while (range.find() && flaws.size() < MOST_FLAWS) {
      if (!quoted(range).matches("-?\\d+\\.\\.-?\\d+") && !quoted(range).contains("${")) {
        flaws.add(
            new Flaw(
                "range needs two numbers, '1..9', was: '%s'".formatted(quoted(range)),
                quoted(range)));
      }
    }
  }

  private static String quoted(Matcher matcher) {
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }
}
