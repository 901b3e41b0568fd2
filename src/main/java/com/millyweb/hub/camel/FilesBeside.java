package com.millyweb.hub.camel;

import org.jspecify.annotations.Nullable;

/**
 * The notice files, prompts and schemas of the route file that this thread makes. A Camel context
 * has it as a plugin, for the endpoints that are made then.
 */
@FunctionalInterface
public interface FilesBeside {

  /** A file and what it says. */
  record Found(String file, String content) {}

  /**
   * Null when no such file lies beside the route file, or no route file is made.
   *
   * @param name as the route says it: that of a notice without its end, of others the whole one
   */
  @Nullable Found find(String name);

  /** Whether an option's text is the name of such a file, and not the text itself. */
  static boolean isName(String given) {
    return given.matches("[\\w.-]+") && RouteText.isBeside(given);
  }

  /**
   * What an option says that is a text or the name of a file.
   *
   * @param beside null where no route file is made
   * @throws IllegalArgumentException when there is no such file
   */
  static String text(String given, @Nullable FilesBeside beside) {
    if (!isName(given)) {
      return given;
    }
    Found found = beside == null ? null : beside.find(given);
    if (found == null) {
      throw new IllegalArgumentException("There is no '%s' beside the route file".formatted(given));
    }
    return found.content();
  }
}
