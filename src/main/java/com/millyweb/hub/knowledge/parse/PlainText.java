package com.millyweb.hub.knowledge.parse;

import java.io.IOException;
import java.io.Reader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads text whose paragraphs are parted by blank lines, and the headings of Markdown in it. It
 * runs in the hub itself and without a time limit, so what it does with a line must take time in
 * proportion to the length of the line, whatever the line is.
 */
final class PlainText {
  /**
   * A line goes on in another one here, so that one without an end takes no memory without an end.
   */
  private static final int LONGEST_LINE = 20_000;

  private static final int LONGEST_FRONT_MATTER = 200;

  private static final int MOST_INDENT = 3;
  private static final int LEAST_FENCE = 3;
  private static final int DEEPEST_HEADING = 6;
  private static final String TITLE = "title:";

  private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(?:(=+)|-+)[ \\t]*");
  private static final Pattern LINK =
      Pattern.compile("!?\\[([^\\]\\[]{0,300})\\]\\([^()]{0,500}\\)");

  private final Reader from;
  private final Blocks to;
  private final boolean markdown;

  private final char[] buffer = new char[8192];
  private int next;
  private int end;

  private final StringBuilder paragraph = new StringBuilder();
  private int lines;
  private @Nullable String fence;
  private @Nullable String title;

  PlainText(Reader from, boolean markdown, Blocks to) {
    this.from = from;
    this.markdown = markdown;
    this.to = to;
  }

  /** What its first lines say that it is called, where Markdown has such lines. */
  @Nullable String title() {
    return title;
  }

  void read() throws IOException {
    String line = line();
    if (markdown && line != null && line.strip().equals("---")) {
      line = afterFrontMatter(line);
    }
    for (; line != null && !to.full(); line = line()) {
      take(line);
    }
    endParagraph();
    to.finish();
  }

  private void take(String line) {
    if (markdown && isFenced(line)) {
      add(line);
      if (fence == null) {
        endParagraph();
      }
      return;
    }
    if (line.isBlank()) {
      endParagraph();
      return;
    }
    if (markdown && isHeading(line)) {
      return;
    }
    add(line);
  }

  private void add(String line) {
    if (paragraph.length() + line.length() > LONGEST_LINE) {
      endParagraph();
    }
    paragraph.append(line).append('\n');
    lines++;
  }

  private void endParagraph() {
    to.verbatim(paragraph);
    paragraph.setLength(0);
    lines = 0;
  }

  /** Whether the line belongs to code, in which nothing is a heading. */
  private boolean isFenced(String line) {
    String mark = fence(line);
    if (fence == null) {
      if (mark != null) {
        endParagraph();
        fence = mark;
        return true;
      }
      return false;
    }
    if (mark != null && mark.startsWith(fence)) {
      fence = null;
    }
    return true;
  }

  /** The row of ` or ~ with which code begins and ends; null when the line has none. */
  private static @Nullable String fence(String line) {
    int begins = indent(line);
    if (begins == line.length() || line.charAt(begins) != '`' && line.charAt(begins) != '~') {
      return null;
    }
    int ends = pastAll(line.charAt(begins), line, begins);
    return ends - begins < LEAST_FENCE ? null : line.substring(begins, ends);
  }

  private boolean isHeading(String line) {
    int begins = indent(line);
    int ends = pastAll('#', line, begins);
    int level = ends - begins;
    if (level > 0
        && level <= DEEPEST_HEADING
        && (ends == line.length() || isSpace(line.charAt(ends)))) {
      endParagraph();
      to.heading(level, inline(withoutClosing(line.substring(ends))));
      return true;
    }
    Matcher underline = UNDERLINE.matcher(line);
    if (lines == 1 && underline.matches() && isText(paragraph)) {
      String text = paragraph.toString();
      paragraph.setLength(0);
      lines = 0;
      to.heading(underline.group(1) == null ? 2 : 1, inline(text.strip()));
      return true;
    }
    return false;
  }

  private static int indent(String line) {
    return Math.min(pastAll(' ', line, 0), MOST_INDENT);
  }

  /** The first place from there on that has another character. */
  private static int pastAll(char c, String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) == c) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /** Without the row of # that a heading may end with, where a space stands before it. */
  private static String withoutClosing(String heading) {
    String text = heading.strip();
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '#') {
      end--;
    }
    boolean closes = end == 0 || isSpace(text.charAt(end - 1));
    return closes ? text.substring(0, end) : text;
  }

  /** A list, a quotation or a row of a table is no heading, though a line stands below it. */
  private static boolean isText(CharSequence line) {
    char first = line.charAt(0);
    return first != '-' && first != '*' && first != '+' && first != '>' && first != '|';
  }

  private static String inline(String heading) {
    return LINK.matcher(heading).replaceAll("$1").replaceAll("[*`]|(?<!\\w)_|_(?!\\w)", "");
  }

  private @Nullable String afterFrontMatter(String opening) throws IOException {
    var seen = new StringBuilder(opening).append('\n');
    String line = line();
    for (int i = 0; i < LONGEST_FRONT_MATTER && line != null; i++) {
      if (line.strip().equals("---")) {
        return line();
      }
      if (line.startsWith(TITLE)) {
        title = withoutQuotes(line.substring(TITLE.length()).strip());
      }
      seen.append(line).append('\n');
      line = line();
    }
    // a rule, and then text
    title = null;
    to.verbatim(seen);
    return line;
  }

  private static String withoutQuotes(String value) {
    int last = value.length() - 1;
    boolean quoted =
        last > 0
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(last) == value.charAt(0);
    return quoted ? value.substring(1, last) : value;
  }

  /** Null at the end. */
  private @Nullable String line() throws IOException {
    StringBuilder line = null;
    while (true) {
      if (next >= end) {
        end = from.read(buffer, 0, buffer.length);
        next = 0;
        if (end <= 0) {
          end = 0;
          return line == null ? null : withoutReturn(line);
        }
      }
      if (line == null) {
        line = new StringBuilder();
      }
      char c = buffer[next++];
      if (c == '\n' || line.length() >= LONGEST_LINE) {
        if (c != '\n') {
          next--;
        }
        return withoutReturn(line);
      }
      line.append(c);
    }
  }

  private static String withoutReturn(StringBuilder line) {
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) == '\r') {
      line.setLength(length - 1);
    }
    return line.toString();
  }
}
