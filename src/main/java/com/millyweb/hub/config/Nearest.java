package com.millyweb.hub.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The word that was probably meant. */
public final class Nearest {
  private static final Pattern REPEATED = Pattern.compile("(.)\\1+");

  private Nearest() {}

  /**
   * The constant of that name.
   *
   * @param thing what has such a name, for the message
   * @throws IllegalArgumentException when there is none; its message names all, and the nearest
   */
  public static <E extends Enum<E>> E choice(Class<E> type, String thing, String name) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    if (!names.contains(name)) {
      String meant = to(name, names);
      throw new IllegalArgumentException(
          "%s%s is not known, there are %s%s"
              .formatted(
                  thing,
                  name,
                  String.join(", ", names),
                  meant == null ? "" : "; did you mean '%s'?".formatted(meant)));
    }
    return Enum.valueOf(type, name);
  }

  /** The candidate with the fewest edits, when these are few enough for a slip of the hand. */
  public static @Nullable String to(String word, Collection<String> candidates) {
    String wanted = word.toLowerCase(Locale.ROOT);
    int bound = Math.max(1, Math.min(3, (word.length() + 1) / 3));
    return candidates.stream()
        .filter(candidate -> Math.abs(candidate.length() - word.length()) <= bound)
        .map(candidate -> new Guess(candidate, edits(wanted, candidate.toLowerCase(Locale.ROOT))))
        .filter(guess -> guess.edits <= bound)
        .min(Comparator.comparingInt(Guess::edits).thenComparing(Guess::word))
        .map(Guess::word)
        .orElseGet(() -> held(wanted, candidates));
  }

  /** A key was held too long: {@code tooo} is {@code to}. */
  private static @Nullable String held(String word, Collection<String> candidates) {
    String once = REPEATED.matcher(word).replaceAll("$1");
    return candidates.stream()
        .filter(
            candidate ->
                REPEATED.matcher(candidate.toLowerCase(Locale.ROOT)).replaceAll("$1").equals(once))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Edit distance in which two swapped neighbours count once. */
  private static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  private record Guess(String word, int edits) {}
}
