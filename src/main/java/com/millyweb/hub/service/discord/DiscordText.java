package com.millyweb.hub.service.discord;

import com.millyweb.hub.text.Markdown;
import com.millyweb.hub.text.Truncate;

/** Markdown as Discord reads it, within lengths. */
public final class DiscordText {
  private static final Markdown MARKDOWN = new Markdown(new DiscordMarkup());

  private DiscordText() {}

  /** Never blank for what is not blank: Markdown that shows nothing stands as it is. */
  public static String write(String markdown) {
    String written = MARKDOWN.write(markdown);
    return written.isBlank() ? DiscordMarkup.escape(markdown.strip()) : written;
  }

  static int length(String markdown) {
    return write(markdown).length();
  }

  /** The beginning, without its markup where it had to be cut. */
  static String cut(String markdown, int max) {
    String whole = write(markdown);
    return whole.length() <= max ? whole : plainCut(markdown.strip(), max);
  }

  /** Words as they are, escaped, and their beginning when they do not fit. */
  static String plainCut(String words, int max) {
    String whole = DiscordMarkup.escape(words);
    String beginning = words;
    while (whole.length() > max && !beginning.isEmpty()) {
      int over = whole.length() - max;
      int room = Math.min(beginning.length() - 1, Math.max(max - 1, 0)) - over / 2;
      beginning = Truncate.head(words, room);
      whole = DiscordMarkup.escape(beginning) + "…";
    }
    return whole;
  }
}
