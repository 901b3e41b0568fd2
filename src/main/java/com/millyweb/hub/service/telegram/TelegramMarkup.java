package com.millyweb.hub.service.telegram;

import com.millyweb.hub.text.LinkScheme;
import com.millyweb.hub.text.Markdown;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Telegram's <a href="https://core.telegram.org/bots/api#html-style">HTML</a>. */
final class TelegramMarkup implements Markdown.Dialect {
  private static final Pattern HOST = Pattern.compile("(?i)^https?://(?:[^/?#@]*@)?([^/:?#]+)");

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String text(String words) {
    return escape(words);
  }

  @Override
  public String strong(String inner) {
    return "<b>" + inner + "</b>";
  }

  @Override
  public String emphasis(String inner) {
    return "<i>" + inner + "</i>";
  }

  @Override
  public String strike(String inner) {
    return "<s>" + inner + "</s>";
  }

  @Override
  public String code(String literal) {
    return literal.isBlank() ? literal : "<code>" + escape(literal) + "</code>";
  }

  @Override
  public String codeBlock(String literal, String info) {
    String code = escape(literal.stripTrailing());
    return info.matches("[A-Za-z0-9_+#.-]{1,30}")
        ? "<pre><code class=\"language-" + info + "\">" + code + "</code></pre>"
        : "<pre>" + code + "</pre>";
  }

  @Override
  public String link(String url, String words) {
    String label = words.replace('\n', ' ').strip();
    if (LinkScheme.isMail(url)) {
      return beside(label.equals(url) ? "" : label, LinkScheme.address(url));
    }
    if (!url.toLowerCase(Locale.ROOT).matches("https?://\\S+")) {
      return escape(label.isEmpty() ? url : label);
    }
    String shown = label.isEmpty() ? url : label;
    if (!isReachable(url)) {
      return beside(shown.equals(url) ? "" : shown, url);
    }
    String target = escape(url).replace("\"", "&quot;");
    return "<a href=\"" + target + "\">" + escape(shown) + "</a>";
  }

  /** What can be no link, so that it can be copied as it is. */
  private static String beside(String label, String address) {
    String copied =
        TelegramQuiet.words(address).equals(address)
            ? escape(address)
            : "<code>" + escape(address) + "</code>";
    return label.isEmpty() || label.equals(address) ? copied : escape(label) + " (" + copied + ")";
  }

  @Override
  public String quote(String inner) {
    // quotes do not nest
    return "<blockquote>"
        + inner.replace("<blockquote>", "").replace("</blockquote>", "")
        + "</blockquote>";
  }

  /** Telegram makes no links, and refuses buttons, of hosts that only a home knows. */
  static boolean isReachable(String url) {
    Matcher host = HOST.matcher(url);
    return host.find() && host.group(1).matches(".+\\.[^.]+");
  }
}
