package com.millyweb.hub.knowledge.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Takes the XHTML that Tika makes of every format apart into headings and paragraphs. */
final class XhtmlBlocks extends DefaultHandler {
  /** A table or a list can be the whole document. */
  private static final int LONGEST = 50_000;

  /** Ends the reading, because enough was read or more must not be. */
  static final class Stopped extends SAXException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("stopped");
    }
  }

  private final Blocks blocks;
  private final Allowance allowance;
  private final StringBuilder text = new StringBuilder();

  private int unseen;
  private int heading;
  private int cells;
  private int items;
  private boolean rowHasText;

  /** What is in the outline of a PDF, by page. */
  private Map<Integer, Deque<PdfOutline.Entry>> outline = Map.of();

  private final List<String> ofPage = new ArrayList<>();
  private int pageLength;

  XhtmlBlocks(Blocks blocks, Allowance allowance) {
    this.blocks = blocks;
    this.allowance = allowance;
  }

  /** Headings that the pages to come have, by their number. */
  void begin(Map<Integer, Deque<PdfOutline.Entry>> pages) throws SAXException {
    endParagraph();
    outline = pages;
  }

  void end() throws SAXException {
    endParagraph();
    endPage(true);
    outline = Map.of();
  }

  void enter(String name) throws SAXException {
    endParagraph();
    blocks.enter(name);
  }

  void leave() throws SAXException {
    endParagraph();
    blocks.leave();
  }

  @Override
  public void endDocument() throws SAXException {
    endParagraph();
    endPage(true);
  }

  @Override
  public void startElement(String uri, String local, String qualified, Attributes attributes)
      throws SAXException {
    check();
    String name = name(local, qualified);
    switch (name) {
      case "head", "script", "style" -> unseen++;
      case "h1", "h2", "h3", "h4", "h5", "h6" -> {
        if (cells == 0) {
          endParagraph();
          heading = name.charAt(1) - '0';
        }
      }
      case "br" -> text.append('\n');
      case "li" -> {
        items++;
        startLine();
        text.append("- ");
      }
      case "td", "th" -> {
        cells++;
        if (rowHasText) {
          text.append(" | ");
        }
        rowHasText = true;
      }
      case "tr" -> {
        startLine();
        rowHasText = false;
      }
      default -> {
        if (isBlock(name)) {
          part();
          String kind = "div".equals(name) ? attributes.getValue("class") : null;
          if ("page".equals(kind) || "slide-content".equals(kind)) {
            endPage(true);
            blocks.page(blocks.page() + 1);
          }
        }
      }
    }
  }

  @Override
  public void endElement(String uri, String local, String qualified) throws SAXException {
    check();
    String name = name(local, qualified);
    switch (name) {
      case "head", "script", "style" -> unseen--;
      case "h1", "h2", "h3", "h4", "h5", "h6" -> {
        if (heading > 0) {
          int level = heading;
          heading = 0;
          String written = text.toString();
          text.setLength(0);
          blocks.heading(level, written);
          stopWhenFull();
        }
      }
      case "li" -> {
        items = Math.max(0, items - 1);
        startLine();
      }
      case "td", "th" -> cells = Math.max(0, cells - 1);
      case "tr" -> startLine();
      default -> {
        if (isBlock(name)) {
          part();
        }
      }
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) throws SAXException {
    check();
    if (unseen > 0) {
      return;
    }
    if (heading > 0) {
      // a document whose text is all in a heading has no heading
      if (text.length() > LONGEST) {
        heading = 0;
      }
    } else if (text.length() + length > LONGEST) {
      endParagraph();
    }
    text.append(characters, start, length);
  }

  private static String name(String local, String qualified) {
    return (local.isEmpty() ? qualified : local).toLowerCase(Locale.ROOT);
  }

  private static boolean isBlock(String name) {
    return switch (name) {
      case "p",
          "div",
          "ul",
          "ol",
          "dl",
          "dt",
          "dd",
          "table",
          "blockquote",
          "pre",
          "section",
          "article",
          "header",
          "footer",
          "main",
          "nav",
          "aside",
          "figure",
          "figcaption",
          "address",
          "form",
          "fieldset",
          "hr",
          "body",
          "caption",
          "option" ->
          true;
      default -> false;
    };
  }

  /** In a cell and in an entry of a list, paragraphs are only lines. */
  private void part() throws SAXException {
    if (cells > 0) {
      if (text.length() > 0) {
        text.append(' ');
      }
    } else if (items > 0) {
      startLine();
    } else if (heading == 0) {
      endParagraph();
    }
  }

  private void startLine() {
    int length = text.length();
    boolean empty = length == 0 || text.charAt(length - 1) == '\n';
    boolean bullet =
        length >= 2 && text.charAt(length - 2) == '-' && text.charAt(length - 1) == ' ';
    if (!empty && !bullet) {
      text.append(cells > 0 ? ' ' : '\n');
    }
  }

  private void endParagraph() throws SAXException {
    if (text.length() > 0) {
      String written = text.toString();
      text.setLength(0);
      if (outline.isEmpty()) {
        blocks.paragraph(written);
      } else if (!written.isBlank()) {
        ofPage.add(written.strip());
        pageLength += written.length();
        if (pageLength > LONGEST) {
          endPage(false);
        }
      }
    }
    stopWhenFull();
  }

  private void check() throws SAXException {
    if (allowance.exceeded()) {
      throw new Stopped();
    }
  }

  private void stopWhenFull() throws SAXException {
    if (blocks.full()) {
      throw new Stopped();
    }
  }

  /**
   * Each heading goes before the paragraph that begins with it; one that is written otherwise goes
   * where the last one was.
   *
   * @param whole whether nothing more of the page follows
   */
  private void endPage(boolean whole) throws SAXException {
    Deque<PdfOutline.Entry> entries = outline.getOrDefault(blocks.page(), new ArrayDeque<>());
    int done = 0;
    for (PdfOutline.Entry next = entries.peek(); next != null; next = entries.peek()) {
      int at = place(next, done);
      if (at < 0 && !whole) {
        break;
      }
      if (at >= 0) {
        take(done, at);
        done = at;
      }
      blocks.heading(next.level(), next.title());
      entries.remove();
    }
    take(done, ofPage.size());
    ofPage.clear();
    pageLength = 0;
    stopWhenFull();
  }

  /** Takes the heading off the paragraph that begins with it, and says which that is; else -1. */
  private int place(PdfOutline.Entry heading, int from) {
    for (int i = from; i < ofPage.size(); i++) {
      String rest = PdfOutline.after(heading.title(), ofPage.get(i));
      if (rest != null) {
        ofPage.set(i, rest);
        return i;
      }
    }
    return -1;
  }

  private void take(int from, int to) {
    for (int i = from; i < to; i++) {
      blocks.paragraph(ofPage.get(i));
    }
  }
}
