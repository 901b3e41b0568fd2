package com.millyweb.hub.service.slack;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed, from <a
 * href="https://docs.slack.dev/messaging/formatting-message-text#entities">what Slack makes of
 * it</a>.
 */
final class SlackWords {
  private static final Pattern ENTITY = Pattern.compile("<([^<>]++)>");

  /** The comma in {@code @hub, restart}. */
  private static final Pattern AFTER_MENTION = Pattern.compile("\\A[\\s,:]++");

  private SlackWords() {}

  /** Whether the text mentions this user. */
  static boolean mention(String text, @Nullable String user) {
    return user != null && (text.contains("<@" + user + ">") || text.contains("<@" + user + "|"));
  }

  /** The words as they were typed. */
  static String plain(String text) {
    return decode(text, null).strip();
  }

  /**
   * The words without the mentions of the bot.
   *
   * @param bot its user; null for whom the text begins with
   */
  static String addressed(String text, @Nullable String bot) {
    String addressee = bot;
    if (addressee == null) {
      Matcher first = ENTITY.matcher(text);
      if (!first.find() || !first.group(1).startsWith("@")) {
        return plain(text);
      }
      addressee = name(first.group(1).substring(1), false);
    }
    boolean leads = text.stripLeading().startsWith("<@" + addressee);
    String words = decode(text, addressee).strip();
    return leads ? AFTER_MENTION.matcher(words).replaceFirst("") : words;
  }

  private static String decode(String text, @Nullable String left) {
    String words =
        ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(entity(entity, left)));
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  private static String entity(MatchResult match, @Nullable String left) {
    String inner = match.group(1);
    String rest = inner.substring(1);
    return switch (inner.charAt(0)) {
      case '@' -> name(rest, false).equals(left) ? "" : "@" + name(rest, true);
      case '#' -> "#" + name(rest, true);
      case '!' -> called(rest);
      default -> link(inner);
    };
  }

  /** Of {@code U024BE7LH|amel} the one or the other. */
  private static String name(String reference, boolean label) {
    int bar = reference.indexOf('|');
    if (bar < 0) {
      return reference;
    }
    return label && bar + 1 < reference.length()
        ? reference.substring(bar + 1)
        : reference.substring(0, bar);
  }

  /** {@code !here}, {@code !subteam^S1|@team}, {@code !date^1392734382^{date}|today}. */
  private static String called(String reference) {
    return reference.indexOf('|') < 0 ? "@" + reference : name(reference, true);
  }

  private static String link(String inner) {
    String url = name(inner, false);
    String label = name(inner, true);
    // Slack makes links of what people type: <http://example.org|example.org>
    return url.contains(label) ? label : label + " (" + url + ")";
  }
}
