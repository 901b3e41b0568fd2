package com.millyweb.hub.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/**
 * Takes a URL that stands in a text as a link, before {@code _} and {@code *} in it are taken for
 * markup. The extension for that of the Markdown library looks at the words that are left when they
 * have been. The rules are those of <a
 * href="https://github.github.com/gfm/#autolinks-extension-">GitHub</a>; but a sign at the end
 * belongs to the URL when it has a partner there.
 */
public final class BareUrl implements InlineContentParser {
  private static final int LONGEST = 3_000;

  /** Also what closes a sentence in Chinese and Japanese. */
  private static final String ENDS = "<>\"`[]\u3000\u3001\u3002\uFF08\uFF09\uFF0C\u200B\u2060";

  /** A link that nobody marked as one. */
  public static final class Found extends Link {
    Found(String url) {
      super(url, null);
    }
  }

  /**
   * A sign of the URL.
   *
   * @param end where it ends in the text, in which it may be escaped
   */
  private record Sign(char sign, Position end) {}

  @Override
  public ParsedInline tryParse(InlineParserState state) {
    Scanner scanner = state.scanner();
    if (Character.isLetterOrDigit(scanner.peekPreviousCodePoint())) {
      return ParsedInline.none();
    }
    List<Sign> signs = new ArrayList<>();
    if (!scheme(scanner, signs)) {
      return ParsedInline.none();
    }
    int host = signs.size();
    while (signs.size() <= LONGEST && next(scanner, signs)) {
      continue;
    }
    if (signs.size() > LONGEST) {
      // no link, but read once, however many there are in it
      return ParsedInline.of(new Text(text(signs)), last(signs));
    }
    trim(signs, host);
    if (signs.size() == host || !Character.isLetterOrDigit(signs.get(host).sign())) {
      return ParsedInline.none();
    }
    String url = text(signs);
    Node link = new Found(url);
    link.appendChild(new Text(url));
    return ParsedInline.of(link, last(signs));
  }

  private static boolean scheme(Scanner scanner, List<Sign> signs) {
    for (char expected : "http".toCharArray()) {
      if (Character.toLowerCase(scanner.peek()) != expected) {
        return false;
      }
      take(scanner, signs);
    }
    if (Character.toLowerCase(scanner.peek()) == 's') {
      take(scanner, signs);
    }
    for (char expected : "://".toCharArray()) {
      if (scanner.peek() != expected) {
        return false;
      }
      take(scanner, signs);
    }
    return true;
  }

  private static boolean next(Scanner scanner, List<Sign> signs) {
    char sign = scanner.peek();
    if (sign == Scanner.END || isEnd(sign)) {
      return false;
    }
    if (sign == '\\') {
      return escaped(scanner, signs);
    }
    if (sign == '&') {
      return ampersand(scanner, signs);
    }
    take(scanner, signs);
    return true;
  }

  private static boolean escaped(Scanner scanner, List<Sign> signs) {
    Position before = scanner.position();
    scanner.next();
    char sign = scanner.peek();
    if (sign == Scanner.END || "<>\"`".indexOf(sign) >= 0 || !isPunctuation(sign)) {
      scanner.setPosition(before);
      return false;
    }
    take(scanner, signs);
    return true;
  }

  /** Of the entities only that of {@code &} itself can be a part of a URL. */
  private static boolean ampersand(Scanner scanner, List<Sign> signs) {
    Position before = scanner.position();
    take(scanner, signs);
    Position after = scanner.position();
    StringBuilder name = new StringBuilder();
    while (name.length() < 32 && isName(scanner.peek())) {
      name.append(scanner.peek());
      scanner.next();
    }
    boolean entity = scanner.peek() == ';' && name.length() > 1;
    if (entity && !name.toString().equals("amp")) {
      signs.remove(signs.size() - 1);
      scanner.setPosition(before);
      return false;
    }
    if (entity) {
      scanner.next();
      signs.set(signs.size() - 1, new Sign('&', scanner.position()));
    } else {
      scanner.setPosition(after);
    }
    return true;
  }

  private static void take(Scanner scanner, List<Sign> signs) {
    char sign = scanner.peek();
    scanner.next();
    signs.add(new Sign(sign, scanner.position()));
  }

  private static boolean isEnd(char sign) {
    return Character.isWhitespace(sign)
        || Character.isISOControl(sign)
        || Character.isSpaceChar(sign)
        || ENDS.indexOf(sign) >= 0;
  }

  private static boolean isName(char sign) {
    return sign == '#' || sign < 128 && Character.isLetterOrDigit(sign);
  }

  private static boolean isPunctuation(char sign) {
    return sign > ' ' && sign < 127 && !Character.isLetterOrDigit(sign);
  }

  private static void trim(List<Sign> signs, int host) {
    long unopened = count(signs, ')') - count(signs, '(');
    while (signs.size() > host) {
      char sign = signs.get(signs.size() - 1).sign();
      int length = "*_~".indexOf(sign) < 0 ? 1 : run(signs, sign);
      boolean outside =
          switch (sign) {
            case '?', '!', '.', ',', ':', ';', '\'' -> true;
            case ')' -> unopened-- > 0;
            case '*', '_', '~' -> !hasPartner(signs, sign, length);
            default -> false;
          };
      if (!outside) {
        return;
      }
      signs.subList(signs.size() - length, signs.size()).clear();
    }
  }

  /** Whether of as many of these signs together there is an odd number before those at the end. */
  private static boolean hasPartner(List<Sign> signs, char sign, int length) {
    boolean odd = false;
    int run = 0;
    for (Sign each : signs.subList(0, signs.size() - length)) {
      if (each.sign() == sign) {
        run++;
      } else {
        odd ^= run == length;
        run = 0;
      }
    }
    return odd ^ run == length;
  }

  /** How often it stands at the end. */
  private static int run(List<Sign> signs, char sign) {
    int at = signs.size();
    while (at > 0 && signs.get(at - 1).sign() == sign) {
      at--;
    }
    return signs.size() - at;
  }

  private static long count(List<Sign> signs, char sign) {
    return signs.stream().filter(each -> each.sign() == sign).count();
  }

  private static String text(List<Sign> signs) {
    StringBuilder text = new StringBuilder();
    signs.forEach(sign -> text.append(sign.sign()));
    return text.toString();
  }

  private static Position last(List<Sign> signs) {
    return signs.get(signs.size() - 1).end();
  }

  static final class Factory implements InlineContentParserFactory {
    @Override
    public Set<Character> getTriggerCharacters() {
      return Set.of('h', 'H');
    }

    @Override
    public InlineContentParser create() {
      return new BareUrl();
    }
  }
}
