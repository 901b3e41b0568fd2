package com.millyweb.hub.service.telegram;

import com.millyweb.hub.text.Markdown;
import com.millyweb.hub.text.Truncate;

/** Markdown as Telegram's HTML, measured as Telegram does: what is seen, in UTF-16 units. */
public final class TelegramText {
  private static final Markdown MARKDOWN = new Markdown(new TelegramMarkup());

  /** Tags and entities are not counted, but a request must not grow without bound. */
  private static final int MARKUP = 4;

  /**
   * Telegram leaves all beyond <a href="https://limits.tginfo.me">100</a> of a message unmarked.
   */
  private static final int ENTITY = 41;

  private TelegramText() {}

  /** Shows something for what is not blank: Markdown that shows nothing stands as it is. */
  public static String html(String markdown) {
    String written = MARKDOWN.write(markdown);
    return TelegramQuiet.html(
        seen(written).isBlank() ? TelegramMarkup.escape(markdown.strip()) : written);
  }

  static int length(String markdown) {
    return measure(html(markdown));
  }

  static int measure(String html) {
    int entities = ENTITY * (html.split("</", -1).length - 1);
    return Math.max(Math.max(seen(html).length(), entities), (html.length() + MARKUP - 1) / MARKUP);
  }

  /** The words of HTML that was written here. */
  public static String seen(String html) {
    StringBuilder out = new StringBuilder(html.length());
    for (int at = 0; at < html.length(); at++) {
      char c = html.charAt(at);
      if (c == '<') {
        at = html.indexOf('>', at);
      } else if (c == '&') {
        int end = html.indexOf(';', at);
        out.append(
            switch (html.substring(at + 1, end)) {
              case "lt" -> '<';
              case "gt" -> '>';
              case "quot" -> '"';
              default -> '&';
            });
        at = end;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** The beginning, without its markup where it had to be cut. */
  static String cut(String markdown, int max) {
    String whole = html(markdown);
    return measure(whole) <= max ? whole : TelegramMarkup.escape(words(markdown, max));
  }

  /** The beginning of words that call nobody. */
  public static String words(String text, int max) {
    String quiet = Truncate.to(TelegramQuiet.words(Truncate.to(text, max)), max);
    return TelegramQuiet.words(quiet);
  }
}
