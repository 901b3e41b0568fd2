package com.millyweb.hub.route.check;

import com.millyweb.hub.config.Nearest;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What was probably meant by a value that an option does not take. */
final class Meant {
  private static final int MIN_PREFIX = 3;
  private static final Pattern DURATION =
      Pattern.compile("(\\d+)\\s*(ms|milli|s|m|h|d)[a-z]*", Pattern.CASE_INSENSITIVE);

  private static final Map<String, String> UNITS =
      Map.of("ms", "ms", "milli", "ms", "s", "s", "m", "m", "h", "h", "d", "d");
  private static final Set<String> YES = Set.of("yes", "on", "1");
  private static final Set<String> NO = Set.of("no", "off", "0");

  private Meant() {}

  /** A slip of the hand, or a word cut short or too long: {@code warn} for {@code warning}. */
  static @Nullable String choice(String written, Collection<String> choices) {
    String nearest = Nearest.to(written, choices);
    if (nearest != null) {
      return nearest;
    }
    String word = written.strip().toLowerCase(Locale.ROOT);
    return choices.stream()
        .filter(choice -> Math.min(choice.length(), word.length()) >= MIN_PREFIX)
        .filter(choice -> begins(choice.toLowerCase(Locale.ROOT), word))
        .findFirst()
        .orElse(null);
  }

  private static boolean begins(String choice, String word) {
    return choice.startsWith(word) || word.startsWith(choice);
  }

  /** {@code 5 minutes} is {@code 5m}. */
  static @Nullable String duration(String written) {
    Matcher matcher = DURATION.matcher(written.strip());
    return matcher.matches()
        ? matcher.group(1) + UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT))
        : null;
  }

  static @Nullable String bool(String written) {
    String word = written.strip().toLowerCase(Locale.ROOT);
    if (YES.contains(word)) {
      return "true";
    }
    return NO.contains(word) ? "false" : choice(word, Set.of("true", "false"));
  }

  /** {@code 3.0} is {@code 3}, {@code 1_000} is {@code 1000}. */
  static @Nullable String integer(String written) {
    String digits = written.strip().replaceAll("[_' ]|\\.0+$", "");
    return digits.matches("-?\\d{1,9}") && !digits.equals(written) ? digits : null;
  }
}
