package com.millyweb.hub.text;

import java.util.Set;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Scanner;

/**
 * Takes a {@code <} that nothing closes on its line as a word. The parser's own reader of {@code
 * <https://…>} looks for the end of each through the whole text: minutes for a text of nothing
 * else.
 */
final class UnclosedAngleBracket implements InlineContentParser {
  private static final int LONGEST = 2_000;

  @Override
  public ParsedInline tryParse(InlineParserState state) {
    Scanner scanner = state.scanner();
    scanner.next();
    var afterSign = scanner.position();
    for (int i = 0; i < LONGEST; i++) {
      char c = scanner.peek();
      if (c == '>') {
        return ParsedInline.none();
      }
      if (c == '<' || c == '\n' || c == Scanner.END) {
        break;
      }
      scanner.next();
    }
    return ParsedInline.of(new Text("<"), afterSign);
  }

  static final class Factory implements InlineContentParserFactory {
    @Override
    public Set<Character> getTriggerCharacters() {
      return Set.of('<');
    }

    @Override
    public InlineContentParser create() {
      return new UnclosedAngleBracket();
    }
  }
}
