package com.millyweb.hub.service.telegram;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps Telegram from making of words what calls somebody or acts when it is touched: it looks for
 * mentions, commands, hashtags, cashtags, addresses and numbers in all that is neither code nor a
 * link. A sign without width stands in what it would find; the words look the same.
 *
 * <p>What it looks for is in <a
 * href="https://github.com/tdlib/td/blob/master/td/telegram/MessageEntity.cpp">its library</a>.
 */
final class TelegramQuiet {
  private static final String JOINER = "\u2060";

  /** In words that are read no further: what stands there is neither letter nor sign. */
  private static final char CLOSED = '\uFFFC';

  private static final Pattern CALLS =
      Pattern.compile(
          // @ann, /restart@bot, ann@example.org
          "@(?=[A-Za-z0-9_])"
              // /restart, but not /var/log
              + "|(?<![\\p{L}\\p{N}_/<>])/(?=[A-Za-z0-9_]{1,64}(?![A-Za-z0-9_/<>]))"
              // #general, but not #12
              + "|(?<![\\p{L}\\p{N}_\\u200C])#(?=[\\p{N}_]{0,255}\\p{L})"
              + "|(?<![$\\p{L}\\p{N}_\\u200C])\\$(?=(?:1INCH|[A-Z]{1,8})(?![$\\p{L}\\p{N}_]))"
              // +49 30 1234567
              + "|\\+(?=\\p{Nd}[\\p{Nd} ()-]{5,30})"
              + "|(?i:(?<![\\p{L}\\p{N}_])(?:t|telegram)(?=\\.(?:me|dog)(?![\\p{L}\\p{N}_])))"
              + "|(?i:(?:tg|ton)(?=://))");

  private TelegramQuiet() {}

  static String words(String text) {
    return CALLS.matcher(text).replaceAll("$0" + JOINER);
  }

  /** HTML that was written here. */
  static String html(String html) {
    StringBuilder seen = new StringBuilder(html.length());
    List<Integer> ends = new ArrayList<>(html.length());
    int closed = 0;
    for (int at = 0; at < html.length(); at++) {
      char c = html.charAt(at);
      if (c == '<') {
        int end = html.indexOf('>', at);
        closed += closing(html, at, end);
        at = end;
        continue;
      }
      int end = c == '&' ? html.indexOf(';', at) : at;
      String sign = c == '&' ? TelegramText.seen(html.substring(at, end + 1)) : null;
      seen.append(closed > 0 ? CLOSED : sign == null ? c : sign.charAt(0));
      ends.add(end + 1);
      at = end;
    }
    StringBuilder out = new StringBuilder(html.length());
    int done = 0;
    Matcher calls = CALLS.matcher(seen);
    while (calls.find()) {
      int end = ends.get(calls.end() - 1);
      out.append(html, done, end).append(JOINER);
      done = end;
    }
    return out.append(html.substring(done)).toString();
  }

  /** How many more elements are open behind a tag in which Telegram does not look. */
  private static int closing(String html, int at, int end) {
    if (html.startsWith("<code", at) || html.startsWith("<pre", at)) {
      return 1;
    }
    if (html.startsWith("</code", at) || html.startsWith("</pre", at)) {
      return -1;
    }
    // of a link only the words of an address stay as they are
    if (html.startsWith("<a ", at) && isAddress(html, at, end)) {
      return 1;
    }
    return html.startsWith("</a", at) && isAddress(html, html.lastIndexOf("<a ", at), -1) ? -1 : 0;
  }

  private static boolean isAddress(String html, int at, int end) {
    int words = (end < 0 ? html.indexOf('>', at) : end) + 1;
    return html.startsWith("http", words);
  }
}
