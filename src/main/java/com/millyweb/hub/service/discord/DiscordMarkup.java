package com.millyweb.hub.service.discord;

import com.millyweb.hub.text.LinkScheme;
import com.millyweb.hub.text.Markdown;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Discord's <a
 * href="https://support.discord.com/hc/en-us/articles/210298617-Markdown-Text-101">Markdown</a>: a
 * backslash before any sign that is no letter, digit or space takes its meaning away.
 */
public final class DiscordMarkup implements Markdown.Dialect {
  /** A backslash would become a part of a URL, in which nothing else is markup. */
  private static final Pattern URL = Pattern.compile("https?://[^\\s<>]{1,2000}");

  private static final Pattern SIGNS = Pattern.compile("[\\\\*_~|`<\\[\\]]|@(?=everyone|here)");

  /** Headings, quotes, lists and small text begin a line. */
  private static final Pattern STARTS = Pattern.compile("(?m)^([ \\t]*)([#>+-])");

  private static final Pattern TICKS = Pattern.compile("`+");

  static String escape(String text) {
    StringBuilder out = new StringBuilder();
    Matcher url = URL.matcher(text);
    int at = 0;
    while (url.find()) {
      out.append(escapeWords(text.substring(at, url.start()))).append(url.group());
      at = url.end();
    }
    return out.append(escapeWords(text.substring(at))).toString();
  }

  private static String escapeWords(String words) {
    String signs = SIGNS.matcher(words).replaceAll("\\\\$0");
    return STARTS.matcher(signs).replaceAll("$1\\\\$2");
  }

  @Override
  public String text(String words) {
    return escape(words);
  }

  @Override
  public String strong(String inner) {
    return "**" + inner + "**";
  }

  @Override
  public String emphasis(String inner) {
    return "*" + inner + "*";
  }

  @Override
  public String strike(String inner) {
    return "~~" + inner + "~~";
  }

  @Override
  public String code(String literal) {
    if (literal.isBlank()) {
      return literal;
    }
    int ticks = TICKS.matcher(literal).results().mapToInt(r -> r.group().length()).max().orElse(0);
    return switch (ticks) {
      case 0 -> "`" + literal + "`";
      case 1 -> "`` " + literal + " ``";
      // three would begin a block
      default -> "`" + literal.replace('`', 'ˋ') + "`";
    };
  }

  @Override
  public String codeBlock(String literal, String info) {
    // the first three signs end the block
    String code = literal.stripTrailing().replace("```", "`\u200B`\u200B`");
    // what Discord takes for a language; anything else would stand in the code
    String language = info.matches("[A-Za-z0-9_+.#-]{1,30}") ? info : "";
    return "```" + language + "\n" + code + "\n```";
  }

  @Override
  public String link(String url, String words) {
    String label = words.replace('\n', ' ').strip();
    if (!LinkScheme.isWeb(url)) {
      // Discord makes links of nothing else
      String address = LinkScheme.isMail(url) ? LinkScheme.address(url) : url;
      return escape(
          label.isEmpty() || label.equals(address) ? address : label + " (" + address + ")");
    }
    String target =
        url.replace("(", "%28")
            .replace(")", "%29")
            .replace("<", "%3C")
            .replace(">", "%3E")
            .replace("\\", "%5C");
    if (label.isEmpty() || label.equals(url)) {
      return "<" + target + ">";
    }
    // Discord hides nothing behind a label that is a URL itself
    return URL.matcher(label).find()
        ? escape(label) + " <" + target + ">"
        : "[" + escape(label) + "](" + target + ")";
  }

  @Override
  public String bareUrl(String url) {
    // nothing in it is markup there, and Discord may show what it leads to
    return url;
  }

  @Override
  public String quote(String inner) {
    return "> " + inner.replace("\n", "\n> ");
  }
}
