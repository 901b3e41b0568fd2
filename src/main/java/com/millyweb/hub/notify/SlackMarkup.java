package com.millyweb.hub.notify;

import java.util.Locale;

/**
 * Slack's <a href="https://docs.slack.dev/messaging/formatting-message-text">mrkdwn</a>. Only
 * {@code & < >} are escaped; that also keeps {@code <!channel>} from calling anybody.
 */
final class SlackMarkup implements Markdown.Dialect {

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String text(String words) {
    return escape(words);
  }

  @Override
  public String strong(String inner) {
    return "*" + inner + "*";
  }

  @Override
  public String emphasis(String inner) {
    return "_" + inner + "_";
  }

  @Override
  public String code(String literal) {
    return literal.isBlank() ? literal : "`" + escape(literal.replace('`', 'ˋ')) + "`";
  }

  @Override
  public String codeBlock(String literal, String info) {
    // Slack would show the info string, and ends the block at the first three signs
    String code = escape(literal.stripTrailing()).replace("```", "`\u200B`\u200B`");
    return "```\n" + code + "\n```";
  }

  @Override
  public String link(String url, String words) {
    String label = escape(words.replace('\n', ' ').strip());
    if (!url.toLowerCase(Locale.ROOT).matches("(https?://|mailto:)\\S+")) {
      return label.isEmpty() ? escape(url) : label;
    }
    String target =
        url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C");
    return label.isEmpty() || words.equals(url)
        ? "<" + target + ">"
        : "<" + target + "|" + label + ">";
  }

  @Override
  public String quote(String inner) {
    return "> " + inner.replace("\n", "\n> ");
  }
}
