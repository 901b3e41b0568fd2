package com.millyweb.hub;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds what somebody who mistyped a word may have meant. */
public final class Nearest {
  private Nearest() {}

  /** The candidate with the fewest edits; null when every one is too far away. */
  public static @Nullable String to(String given, Collection<String> candidates) {
    String best = null;
    int bound = Math.max(2, given.length() / 4);
    for (String candidate : candidates) {
      int edits = edits(given, candidate);
      if (edits <= bound) {
        bound = edits - 1;
        best = candidate;
      }
    }
    return best;
  }

  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitution, 1 + Math.min(row[j - 1], above));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
