package com.millyweb.hub.service.discord;

import com.millyweb.hub.text.Markdown;

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
    int end = words.length();
    while (whole.length() > max) {
      int over = whole.length() - max;
      end = boundary(words, Math.min(end - 1, Math.max(max - 1, 0)) - over / 2);
      whole = DiscordMarkup.escape(words.substring(0, end)) + "…";
    }
    return whole;
  }

  /** Words that Discord shows as they are. */
  static String rawCut(String words, int max) {
    return words.length() <= max ? words : words.substring(0, boundary(words, max - 1)) + "…";
  }

  private static int boundary(String text, int at) {
    int end = Math.max(at, 0);
    return end > 0
            && end < text.length()
            && Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end))
        ? end - 1
        : end;
  }
}
