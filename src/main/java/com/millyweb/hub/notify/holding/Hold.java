package com.millyweb.hub.notify.holding;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** The options {@code hold} and {@code holdTo} of {@code notify:}. */
public final class Hold {
  /** In the place of a channel: no chat is told that a notice is held. */
  public static final String NOBODY = "none";

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  private Hold() {}

  /**
   * Null for no hold.
   *
   * @throws IllegalArgumentException when it is no time from 1s to 24h
   */
  public static @Nullable Duration of(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Duration hold;
    try {
      hold = DurationStyle.detectAndParse(text.strip());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw refused(text);
    }
    if (hold.compareTo(SHORTEST) < 0 || hold.compareTo(LONGEST) > 0) {
      throw refused(text);
    }
    return hold;
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "hold must be a time from 1s to 24h, such as 30s, was: '%s'".formatted(text));
  }
}
