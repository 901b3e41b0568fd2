package com.millyweb.hub.notify.wording;

import com.millyweb.hub.config.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names in a template: Pebble finds an unknown filter when it fills the template in, and shows
 * nothing for an unknown variable; people want to know before.
 */
final class TemplateNames {
  /** What a template reads. */
  static final Set<String> ROOTS =
      new TreeSet<>(Set.of("body", "headers", "variables", "event", "loop"));

  private static final Pattern TAG = Pattern.compile("\\{\\{(.*?)}}|\\{%(.*?)%}", Pattern.DOTALL);
  private static final Pattern TEXT =
      Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'");
  private static final Pattern COMMENT = Pattern.compile("\\{#.*?#}", Pattern.DOTALL);
  private static final Pattern MADE = Pattern.compile("\\{%-?\\s*(?:set|for)\\s+(\\w+)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");
  private static final Set<String> OPERATORS =
      Set.of("and", "or", "not", "is", "contains", "equals", "in", "true", "false", "null", "none");

  private final String source;
  private final Set<String> variables = new TreeSet<>(ROOTS);
  private final List<Flaw> flaws = new ArrayList<>();

  /**
   * @param at where in the template
   */
  record Flaw(int at, String word, String message, @Nullable String suggestion) {}

  private TemplateNames(String source) {
    this.source = source;
  }

  static List<Flaw> check(String source) {
    // blanks of the same length, so that places stay
    String plain = blank(COMMENT, source, "");
    var names = new TemplateNames(plain);
    Matcher made = MADE.matcher(plain);
    while (made.find()) {
      names.variables.add(made.group(1));
    }
    Matcher tag = TAG.matcher(plain);
    while (tag.find()) {
      boolean shows = tag.group(1) != null;
      names.tag(tag.start(shows ? 1 : 2), shows ? tag.group(1) : tag.group(2), !shows);
    }
    return names.flaws;
  }

  private static String blank(Pattern what, String text, String keep) {
    return what.matcher(text)
        .replaceAll(found -> found.group().replaceAll("[^\\n" + keep + "]", " "));
  }

  private void tag(int start, String written, boolean acts) {
    String text = blank(TEXT, written, "");
    Matcher word = WORD.matcher(text);
    boolean first = acts;
    while (word.find()) {
      String name = word.group();
      char before = before(text, word.start());
      char after = after(text, word.end());
      String previous = previous(text, word.start());
      int at = start + word.start();
      if (first) {
        first = false;
        known(at, name, NoticeVocabulary.TAGS, "tag");
      } else if (before == '.') {
        if (after == '(') {
          flaw(at, name, "'%s' is called; a template reads values and calls nothing", null);
        }
      } else if (before == '|') {
        known(at, name, NoticeVocabulary.FILTERS, "filter");
      } else if (previous.equals("is") || previous.equals("is not")) {
        if (!name.equals("not")) {
          known(at, name, NoticeVocabulary.TESTS, "test");
        }
      } else if (after == '(' && !OPERATORS.contains(name)) {
        known(at, name, NoticeVocabulary.FUNCTIONS, "function");
      } else if (!OPERATORS.contains(name) && !isArgument(text, word.end())) {
        variable(at, name);
      }
    }
  }

  private void variable(int at, String name) {
    if (!variables.contains(name) && !Character.isDigit(name.charAt(0))) {
      flaw(
          at,
          name,
          "There is no '%s'; a template reads " + String.join(", ", ROOTS),
          Nearest.to(name, variables));
    }
  }

  private void known(int at, String name, Set<String> names, String what) {
    if (!names.contains(name)) {
      flaw(at, name, "There is no " + what + " '%s' in a notice", Nearest.to(name, names));
    }
  }

  private void flaw(int at, String name, String message, @Nullable String suggestion) {
    // a sign before the word is a part of a number such as 1e3
    if (at == 0 || !Character.isLetterOrDigit(source.charAt(at - 1))) {
      flaws.add(new Flaw(at, name, message.formatted(name), suggestion));
    }
  }

  /** {@code set x = …} and {@code name=value}, but no comparison. */
  private static boolean isArgument(String text, int end) {
    return text.substring(end).stripLeading().matches("(?s)=[^=].*");
  }

  private static char before(String text, int at) {
    String head = text.substring(0, at).stripTrailing();
    return head.isEmpty() ? ' ' : head.charAt(head.length() - 1);
  }

  private static char after(String text, int at) {
    String tail = text.substring(at).stripLeading();
    return tail.isEmpty() ? ' ' : tail.charAt(0);
  }

  private static String previous(String text, int at) {
    String head = text.substring(0, at).stripTrailing();
    return head.matches("(?s).*\\bis\\s+not") ? "is not" : head.matches("(?s).*\\bis") ? "is" : "";
  }
}
