package com.millyweb.hub.knowledge.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts paragraphs below headings together to blocks, until there are enough of them. */
final class Blocks {
  /** A block is cut here; some chunks of a search fit in. */
  static final int LONGEST = 8_000;

  /** Of one document: each costs memory besides its text. */
  static final int MOST = 100_000;

  static final int LONGEST_HEADING = 200;
  static final int DEEPEST = 60;

  private final Consumer<Block> to;
  private int room;
  private int made;
  private boolean full;

  private final StringBuilder text = new StringBuilder();
  private Part part = new Part(List.of());
  private final Deque<Part> around = new ArrayDeque<>();
  private @Nullable List<String> path;
  private @Nullable Heading first;

  private record Heading(int level, String text) {}

  /** A document, or one in it: its headings lie below those of the place where it was found. */
  private static final class Part {
    private final List<String> above;
    private final List<Heading> headings = new ArrayList<>();
    private int page;
    // the last heading has nothing below it yet
    private boolean bare;

    private Part(List<String> above) {
      this.above = above;
    }
  }

  /**
   * @param characters that are taken at most
   */
  Blocks(int characters, Consumer<Block> to) {
    this.room = characters;
    this.to = to;
  }

  /** Whether nothing more is taken, because it was enough. */
  boolean full() {
    return full;
  }

  /** Whether there was any text. */
  boolean any() {
    return made > 0 || text.length() > 0;
  }

  /** The first heading of the highest level; null where there is none. */
  @Nullable String title() {
    return first == null ? null : first.text();
  }

  void page(int number) {
    if (number != part.page) {
      flush();
      part.page = number;
    }
  }

  int page() {
    return part.page;
  }

  void heading(int level, CharSequence written) {
    String line = clean(written, true).replace('\n', ' ').strip();
    if (line.isEmpty() || full) {
      return;
    }
    if (line.length() > LONGEST_HEADING) {
      line = line.substring(0, before(line, LONGEST_HEADING)) + "…";
    }
    flush();
    List<Heading> headings = part.headings;
    while (!headings.isEmpty() && headings.get(headings.size() - 1).level() >= level) {
      leaveBare();
      headings.remove(headings.size() - 1);
      path = null;
    }
    if (part.above.size() + headings.size() < DEEPEST) {
      headings.add(new Heading(level, line));
      path = null;
      part.bare = true;
      take(line);
    }
    if (around.isEmpty() && (first == null || level < first.level())) {
      first = new Heading(level, line);
    }
  }

  /** A heading with nothing below it is text itself, or nobody would find it. */
  private void leaveBare() {
    if (part.bare) {
      Heading last = part.headings.remove(part.headings.size() - 1);
      path = null;
      part.bare = false;
      append(last.text());
      flush();
      part.headings.add(last);
      path = null;
      part.bare = false;
    }
  }

  /** Takes a paragraph whose spaces mean nothing. */
  void paragraph(CharSequence written) {
    append(clean(written, true));
  }

  /** Takes a paragraph as it is written. */
  void verbatim(CharSequence written) {
    append(clean(written, false));
  }

  /** A document in this one begins. */
  void enter(String name) {
    flush();
    List<String> above = new ArrayList<>(path());
    String line = clean(name, true).replace('\n', ' ').strip();
    if (!line.isEmpty() && above.size() < DEEPEST) {
      above.add(
          line.length() > LONGEST_HEADING
              ? line.substring(0, before(line, LONGEST_HEADING)) + "…"
              : line);
    }
    take(line);
    around.push(part);
    part = new Part(above);
    path = null;
  }

  /** It ends. */
  void leave() {
    finish();
    Part inner = part;
    part = around.pop();
    path = null;
    part.bare &= inner.headings.isEmpty();
  }

  void finish() {
    flush();
    leaveBare();
  }

  /** Headings count, or a document could be all headings. */
  private void take(String heading) {
    room -= heading.length();
    full |= room <= 0;
  }

  private void append(String paragraph) {
    String rest = paragraph.replaceFirst("^\\n+", "").stripTrailing();
    while (!rest.isBlank() && !full) {
      if (text.length() > 0 && text.length() + rest.length() + 2 > LONGEST) {
        flush();
      }
      int taken = rest.length() <= LONGEST ? rest.length() : cut(rest);
      if (text.length() > 0) {
        text.append("\n\n");
        room -= 2;
      }
      if (taken >= room) {
        full = taken > room || rest.length() > taken;
        taken = before(rest, Math.max(room, 0));
      }
      text.append(rest, 0, taken);
      room -= taken;
      part.bare = false;
      rest = rest.substring(taken).stripLeading();
    }
  }

  /** Where a long text parts best. */
  private static int cut(String text) {
    int least = LONGEST / 2;
    int paragraph = text.lastIndexOf("\n\n", LONGEST);
    if (paragraph > least) {
      return paragraph;
    }
    int line = text.lastIndexOf('\n', LONGEST);
    if (line > least) {
      return line;
    }
    int word = text.lastIndexOf(' ', LONGEST);
    return word > least ? word : before(text, LONGEST);
  }

  /** No half of a character outside of the basic plane. */
  private static int before(CharSequence text, int end) {
    return end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))
        ? end - 1
        : Math.min(end, text.length());
  }

  private void flush() {
    String block = text.toString().strip();
    text.setLength(0);
    if (block.isEmpty()) {
      return;
    }
    if (made >= MOST) {
      full = true;
      return;
    }
    made++;
    to.accept(new Block(block, path(), part.page));
  }

  private List<String> path() {
    List<String> known = path;
    if (known == null) {
      List<String> fresh = new ArrayList<>(part.above);
      part.headings.forEach(heading -> fresh.add(heading.text()));
      known = List.copyOf(fresh);
      path = known;
    }
    return known;
  }

  /**
   * Without characters that no database takes or nobody sees, and at most one blank line in a row.
   *
   * @param spaces whether each run of spaces becomes one
   */
  private static String clean(CharSequence written, boolean spaces) {
    var cleaned = new StringBuilder(written.length());
    int lines = 0;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\n' || c == '\u2028' || c == '\u2029' || c == '\f' || c == '\u000b') {
        trimEnd(cleaned);
        if (++lines <= 2 && cleaned.length() > 0) {
          cleaned.append('\n');
        }
        continue;
      }
      if (Character.isHighSurrogate(c)) {
        if (i + 1 < written.length() && Character.isLowSurrogate(written.charAt(i + 1))) {
          cleaned.append(c).append(written.charAt(++i));
          lines = 0;
        }
        continue;
      }
      boolean space = c == ' ' || c == '\t' || c == '\u00a0';
      if (spaces && space) {
        int length = cleaned.length();
        if (length > 0 && cleaned.charAt(length - 1) != ' ' && cleaned.charAt(length - 1) != '\n') {
          cleaned.append(' ');
        }
      } else if (space || c >= ' ' && c != '\u007f' && c != '\ufeff' && !Character.isSurrogate(c)) {
        cleaned.append(c);
        lines = space ? lines : 0;
      }
    }
    trimEnd(cleaned);
    return cleaned.toString();
  }

  private static void trimEnd(StringBuilder text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
      end--;
    }
    text.setLength(end);
  }
}
