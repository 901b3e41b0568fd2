package com.millyweb.hub.service.mcp;

import java.util.regex.Pattern;

/**
 * A stranger's text as people would see it: what they cannot see may still tell a model what to do.
 */
final class VisibleText {
  /** Tags, variation selectors, what has no width or turns the direction, and controls. */
  private static final Pattern HIDDEN =
      Pattern.compile(
          "[\\x{E0000}-\\x{E007F}\\x{E0100}-\\x{E01EF}\\uFE00-\\uFE0F\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF\\u00AD\\x{1D173}-\\x{1D17A}&&[^\\n\\t]]|[\\p{Cc}&&[^\\n\\t]]");

  private VisibleText() {}

  static String of(String text) {
    return HIDDEN.matcher(text).replaceAll("");
  }
}
