package com.millyweb.hub.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Texts of chats without half surrogate pairs: JSON can spell these, but no database keeps them.
 */
final class WholeText {
  private WholeText() {}

  static String of(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : of(text);
  }

  static List<String> all(@Nullable List<String> texts) {
    return texts == null
        ? List.of()
        : texts.stream().filter(Objects::nonNull).map(WholeText::of).toList();
  }
}
