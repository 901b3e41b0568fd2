package com.millyweb.hub.camel;

/**
 * How deep expressions may be nested. What reads them calls itself for each level, and so a short
 * file of nothing but brackets would keep it busy for minutes.
 */
final class Nesting {
  static final int DEEPEST = 50;

  private Nesting() {}

  /**
   * Counts functions in functions; brackets of the text around them do not count.
   *
   * @throws IllegalArgumentException when it is nested too deeply
   */
  static void requireShallowSimple(String expression) {
    int depth = 0;
    for (int i = 0; i < expression.length(); i++) {
      if (expression.startsWith("${", i) || expression.startsWith("$simple{", i)) {
        require(++depth);
      } else if (expression.charAt(i) == '}' && depth > 0) {
        depth--;
      }
    }
  }

  /**
   * Counts brackets, also those that stand in a text.
   *
   * @throws IllegalArgumentException when it is nested too deeply
   */
  static void requireShallowJson(String expression) {
    int depth = 0;
    for (int i = 0; i < expression.length(); i++) {
      switch (expression.charAt(i)) {
        case '(', '[', '{' -> require(++depth);
        case ')', ']', '}' -> depth = Math.max(0, depth - 1);
        default -> {}
      }
    }
  }

  private static void require(int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "An expression may be nested %d deep, and this one is deeper".formatted(DEEPEST));
    }
  }
}
