package com.millyweb.hub.service.slack;

import com.millyweb.hub.text.Markdown;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Slack's <a href="https://docs.slack.dev/messaging/formatting-message-text">mrkdwn</a>. Only
 * {@code & < >} are escaped; that also keeps {@code <!channel>} from calling anybody. There is no
 * escape for the other signs: what shall not act is parted by spaces without width.
 */
public final class SlackMarkup implements Markdown.Dialect {

  private static final String APART = "\u200B";

  /** Of words; {@code parse: none} and {@code verbatim} leave them alone, if they are heeded. */
  private static final Pattern CALLS =
      Pattern.compile("(?i)@(?=(?:here|channel|everyone|group)(?![A-Za-z0-9_]))");

  private static final Pattern SIGNS = Pattern.compile("[*_~`]");

  /** Words that call nobody, as Slack's plain text. */
  static String quiet(String text) {
    return text.indexOf('@') < 0 ? text : CALLS.matcher(text).replaceAll("@\u2060");
  }

  public static String escape(String text) {
    return quiet(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String text(String words) {
    StringBuilder out = new StringBuilder();
    // at the start of a line it would begin a quotation
    out.append(words.startsWith(">") ? APART : "");
    int at = 0;
    Matcher sign = SIGNS.matcher(words);
    while (sign.find()) {
      out.append(escape(words.substring(at, sign.start())));
      out.append(acts(words, sign.start()) ? APART + sign.group() + APART : sign.group());
      at = sign.end();
    }
    return out.append(escape(words.substring(at))).toString();
  }

  /** A sign within a word or between spaces does not, nor does a lonely tilde, as in paths. */
  private static boolean acts(String words, int at) {
    char sign = words.charAt(at);
    boolean before = at > 0 && Character.isLetterOrDigit(words.charAt(at - 1));
    boolean after = at + 1 < words.length() && Character.isLetterOrDigit(words.charAt(at + 1));
    if (sign != '`' && before && after) {
      return false;
    }
    if (sign == '~' && words.indexOf('~') == words.lastIndexOf('~')) {
      return false;
    }
    boolean alone =
        at > 0
            && at + 1 < words.length()
            && Character.isWhitespace(words.charAt(at - 1))
            && Character.isWhitespace(words.charAt(at + 1));
    return !alone;
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
  public String strike(String inner) {
    return "~" + inner + "~";
  }

  @Override
  public String joint() {
    return APART;
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
