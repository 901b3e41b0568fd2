package com.millyweb.hub.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** Writes Markdown in the dialect of a medium. */
public final class Markdown {
  private static final Extension STRIKETHROUGH =
      StrikethroughExtension.builder().requireTwoTildes(true).build();
  private static final Parser PARSER = parser(List.of(STRIKETHROUGH, TablesExtension.create()));
  private static final Parser WITHOUT_TABLES = parser(List.of(STRIKETHROUGH));

  /** Rows are filled up to the width of their table: few signs could make very many cells. */
  private static final int CELLS = 200_000;

  /** Deeper nesting is not meant for readers; it is written flat. */
  private static final int MAX_DEPTH = 40;

  private final Dialect dialect;

  public Markdown(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Words that are to be read as they are. */
  public static String escape(String words) {
    return words.replaceAll("[\\\\`*_{}\\[\\]()<>#+!|~&]", "\\\\$0");
  }

  /**
   * Words of several lines that are to be read as they are, wherever a line of them begins.
   *
   * <p>Beyond the signs inside a line this is what a line may begin with: a list, a rule, a
   * heading's underline, the indentation of code.
   */
  public static String escapeLines(String words) {
    return words
        .replace("\r\n", "\n")
        .replace('\r', '\n')
        .lines()
        .map(line -> line.replaceAll("\\p{Cntrl}", " ").stripLeading())
        .map(Markdown::escape)
        .map(line -> line.replaceFirst("^(?=(-[\\s-]|-$|=+\\s*$))", "\\\\"))
        .map(line -> line.replaceFirst("^(\\d{1,9})\\.(?=\\s|$)", "$1\\\\."))
        .collect(Collectors.joining("\n"));
  }

  public static Node parse(String markdown) {
    return (hasTooManyCells(markdown) ? WITHOUT_TABLES : PARSER).parse(markdown);
  }

  private static Parser parser(List<Extension> extensions) {
    return Parser.builder()
        .extensions(extensions)
        .customInlineContentParserFactory(new UnclosedAngleBracket.Factory())
        .customInlineContentParserFactory(new BareUrl.Factory())
        .postProcessor(new WholeWords())
        .includeSourceSpans(IncludeSourceSpans.BLOCKS)
        .build();
  }

  private static boolean hasTooManyCells(String markdown) {
    long lines = 1;
    long widest = 1;
    long cells = 1;
    for (int at = 0; at < markdown.length(); at++) {
      char c = markdown.charAt(at);
      if (c == '\n') {
        lines++;
        cells = 1;
      } else if (c == '|') {
        widest = Math.max(widest, ++cells);
      }
    }
    return lines * widest > CELLS;
  }

  public String write(String markdown) {
    return blocks(parse(markdown), "\n\n", 0).strip();
  }

  private String blocks(Node parent, String separator, int depth) {
    List<String> blocks = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      String block = block(node, depth + 1);
      if (!block.isEmpty()) {
        blocks.add(block);
      }
    }
    return String.join(separator, blocks);
  }

  private String block(Node node, int depth) {
    if (depth > MAX_DEPTH) {
      return dialect.text(flat(node));
    }
    if (node instanceof Paragraph) {
      return inlines(node, new Style(false, false, false, depth));
    } else if (node instanceof Heading) {
      return dialect.strong(inlines(node, new Style(true, false, false, depth)));
    } else if (node instanceof FencedCodeBlock code) {
      return dialect.codeBlock(code.getLiteral(), code.getInfo() == null ? "" : code.getInfo());
    } else if (node instanceof IndentedCodeBlock code) {
      return dialect.codeBlock(code.getLiteral(), "");
    } else if (node instanceof BlockQuote) {
      return dialect.quote(blocks(node, "\n\n", depth));
    } else if (node instanceof ListBlock list) {
      return items(list, depth);
    } else if (node instanceof ThematicBreak) {
      return dialect.text("———");
    } else if (node instanceof HtmlBlock html) {
      return dialect.text(html.getLiteral());
    } else if (node instanceof TableBlock table) {
      return dialect.codeBlock(Tables.columns(table), "");
    }
    return "";
  }

  private String items(ListBlock list, int depth) {
    List<String> items = new ArrayList<>();
    int number = 1;
    if (list instanceof OrderedList ordered && ordered.getMarkerStartNumber() != null) {
      number = ordered.getMarkerStartNumber();
    }
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      String marker = list instanceof BulletList ? "• " : number++ + ". ";
      String content = blocks(item, "\n", depth);
      items.add(marker + content.replace("\n", "\n    "));
    }
    return String.join("\n", items);
  }

  private String inlines(Node parent, Style style) {
    StringBuilder out = new StringBuilder();
    boolean styled = false;
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      String piece = inline(node, style.deeper());
      boolean marked = isStyled(node);
      if (marked ? isWord(out, out.length() - 1) : styled && isWord(piece, 0)) {
        out.append(dialect.joint());
      }
      out.append(piece);
      styled = marked;
    }
    return out.toString();
  }

  private static boolean isStyled(Node node) {
    return node instanceof StrongEmphasis
        || node instanceof Emphasis
        || node instanceof Strikethrough;
  }

  private static boolean isWord(CharSequence text, int at) {
    return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  /** The words of one paragraph or cell in one line. */
  String line(Node parent) {
    return inlines(parent, new Style(false, false, false, 0)).replaceAll("\\s+", " ").strip();
  }

  private String inline(Node node, Style style) {
    if (style.depth > MAX_DEPTH) {
      return dialect.text(flat(node));
    }
    if (node instanceof Text text) {
      return dialect.text(text.getLiteral());
    } else if (node instanceof Code code) {
      return dialect.code(code.getLiteral());
    } else if (node instanceof StrongEmphasis) {
      // a dialect's signs do not nest in themselves
      String inner = inlines(node, style.strongly());
      return style.strong || inner.isBlank() ? inner : dialect.strong(inner);
    } else if (node instanceof Emphasis) {
      String inner = inlines(node, style.emphatically());
      return style.emphasis || inner.isBlank() ? inner : dialect.emphasis(inner);
    } else if (node instanceof Strikethrough) {
      String inner = inlines(node, style.struck());
      return style.strike || inner.isBlank() ? inner : dialect.strike(inner);
    } else if (node instanceof BareUrl.Found url) {
      return dialect.bareUrl(url.getDestination());
    } else if (node instanceof Link link) {
      return dialect.link(link.getDestination(), flat(link));
    } else if (node instanceof Image image) {
      return dialect.link(image.getDestination(), flat(image));
    } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
      return "\n";
    } else if (node instanceof HtmlInline html) {
      return html.getLiteral().matches("(?i)<br\\s*/?>") ? "\n" : dialect.text(html.getLiteral());
    }
    return "";
  }

  /** The words without their markup, at any depth. */
  private static String flat(Node root) {
    StringBuilder out = new StringBuilder();
    Node node = root;
    while (node != null) {
      append(out, node);
      Node next = node.getFirstChild();
      while (next == null && node != null && node != root) {
        next = node.getNext();
        if (next == null) {
          node = node.getParent();
        }
      }
      node = next;
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Node node) {
    if (node instanceof Text text) {
      out.append(text.getLiteral());
    } else if (node instanceof Code code) {
      out.append(code.getLiteral());
    } else if (node instanceof FencedCodeBlock code) {
      out.append(code.getLiteral());
    } else if (node instanceof IndentedCodeBlock code) {
      out.append(code.getLiteral());
    } else if (node instanceof HtmlInline html) {
      out.append(html.getLiteral());
    } else if (node instanceof HtmlBlock html) {
      out.append(html.getLiteral());
    } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
      out.append(' ');
    }
  }

  private record Style(boolean strong, boolean emphasis, boolean strike, int depth) {
    Style deeper() {
      return new Style(strong, emphasis, strike, depth + 1);
    }

    Style strongly() {
      return new Style(true, emphasis, strike, depth);
    }

    Style emphatically() {
      return new Style(strong, true, strike, depth);
    }

    Style struck() {
      return new Style(strong, emphasis, true, depth);
    }
  }

  /** How a medium writes what Markdown says. {@code inner} is written already. */
  public interface Dialect {
    /** Words as they are: nothing in them may act as markup. */
    String text(String words);

    String strong(String inner);

    String emphasis(String inner);

    String strike(String inner);

    /** What has to stand between a word and what is marked within it; nothing to be seen. */
    default String joint() {
      return "";
    }

    String code(String literal);

    /** A block on lines of its own. */
    String codeBlock(String literal, String info);

    /**
     * @param words the label; may be empty
     */
    String link(String url, String words);

    /** A URL that stands among the words. */
    default String bareUrl(String url) {
      return link(url, url);
    }

    String quote(String inner);
  }
}
