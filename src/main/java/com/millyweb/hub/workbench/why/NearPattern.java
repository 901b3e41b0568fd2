package com.millyweb.hub.workbench.why;

import com.millyweb.hub.event.TypePattern;
import java.util.Arrays;

/** Whether somebody who wrote a pattern may have meant a type that it does not match. */
final class NearPattern {
  private static final int LETTERS = 2;

  private NearPattern() {}

  /** The first segments are the same, or differ by a letter or two, or by their order. */
  static boolean isNear(TypePattern pattern, String type) {
    String wanted = pattern.segments().get(0);
    String first = type.split("\\.", 2)[0];
    return sorted(wanted).equals(sorted(first))
        || distance(wanted, first) <= Math.min(LETTERS, first.length() / 4);
  }

  private static String sorted(String word) {
    char[] letters = word.toCharArray();
    Arrays.sort(letters);
    return new String(letters);
  }

  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[row.length - 1];
  }
}
