package com.millyweb.hub.service.slack;

import com.millyweb.hub.text.Markdown;
import com.millyweb.hub.text.Truncate;

/** Markdown as mrkdwn that fits. */
public final class SlackText {
  private static final Markdown MARKDOWN = new Markdown(new SlackMarkup());

  /** Sections show it although the message that they were cut from did not. */
  private static final int HIDDEN = 400;

  private SlackText() {}

  /** Never blank for what is not blank: Markdown that shows nothing stands as it is. */
  public static String mrkdwn(String markdown) {
    String written = MARKDOWN.write(markdown);
    return written.isBlank() ? SlackMarkup.escape(plainCut(markdown.strip(), HIDDEN)) : written;
  }

  public static int length(String markdown) {
    return mrkdwn(markdown).length();
  }

  /** The beginning, without its markup where it had to be cut. */
  static String cut(String markdown, int max) {
    String whole = mrkdwn(markdown);
    return whole.length() <= max ? whole : SlackMarkup.escape(plainCut(markdown, max));
  }

  /** The beginning, so short that it fits also when it is escaped. */
  static String plainCut(String words, int max) {
    return Truncate.to(SlackMarkup.quiet(words), max, text -> SlackMarkup.escape(text).length());
  }
}
