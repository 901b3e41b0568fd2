package com.millyweb.hub.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a long Markdown text into messages that a medium takes. It cuts between paragraphs, lines,
 * sentences, words, or graphemes, whichever is best, never within a link or an entity, and closes
 * and reopens a code block that it divides.
 *
 * <p>Between two parts only white space is left out.
 */
public final class Splitter {
  private static final int SMALLEST_LIMIT = 128;
  private static final Pattern MARKER =
      Pattern.compile(">|#{1,6}(?=\\s|$)|[-+*](?=\\s|$)|[-=]{3,}");
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})[.)](?=\\s|$)");

  /** Links and escapes shrink when they are written; so much of a text is looked at for a part. */
  private static final int SHRINKING = 6;

  private final int limit;
  private final ToIntFunction<String> measure;
  private final int maxParts;
  private final IntFunction<String> pointer;

  /**
   * @param limit of a part, its number included
   * @param measure what a part counts as the medium gets it: escaped, in its unit
   * @param maxParts 2 to 9
   * @param pointer says where the rest is, of so many characters
   */
  public Splitter(
      int limit, ToIntFunction<String> measure, int maxParts, IntFunction<String> pointer) {
    int smallest = SMALLEST_LIMIT + measure.applyAsInt(pointer.apply(Integer.MAX_VALUE));
    if (limit < smallest) {
      throw new IllegalArgumentException(
          "limit must be at least %d, was: %d".formatted(smallest, limit));
    }
    this.limit = limit;
    this.measure = measure;
    this.maxParts = maxParts;
    this.pointer = pointer;
  }

  /** UTF-16 units; at least as many as code points. */
  public static int units(String text) {
    return text.length();
  }

  public static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** No parts for a blank text; one part, the text as it is, when it fits. */
  public List<Part> split(String text) {
    if (text.isBlank()) {
      return List.of();
    }
    if (text.length() <= SHRINKING * limit && measure.applyAsInt(text) <= limit) {
      return List.of(new Part(text, 1, 1));
    }
    return new Cutting(text).parts();
  }

  /**
   * @param text without its number
   */
  public record Part(String text, int number, int count) {
    /** The text as media without a place for the number get it. */
    public String numbered() {
      return count == 1 ? text : text + number(number, count);
    }

    public static String number(int number, int count) {
      return "\n\n(%d/%d)".formatted(number, count);
    }
  }

  /** What stood within a line is no quote, list or heading because a part begins with it. */
  private static String withinLine(String part) {
    if (MARKER.matcher(part).lookingAt()) {
      return "\\" + part;
    }
    Matcher number = NUMBER.matcher(part);
    return number.lookingAt() ? number.group(1) + "\\" + part.substring(number.end(1)) : part;
  }

  /** One text being cut. */
  private final class Cutting {
    private final String text;
    private final CodeFences fences;
    private final BreakPoints breaks;

    Cutting(String text) {
      this.text = text;
      fences = new CodeFences(text);
      breaks = new BreakPoints(text, fences);
    }

    List<Part> parts() {
      List<String> cut = new ArrayList<>();
      int start = skip(0);
      while (start < text.length()) {
        boolean last = cut.size() == maxParts - 1;
        if (fits(part(start, text.length()), "")) {
          cut.add(part(start, text.length()));
          break;
        }
        int end = end(start, last ? rest(text.length()) : "");
        if (last) {
          cut.add(part(start, end) + rest(text.length() - skip(end)));
          break;
        }
        cut.add(part(start, end));
        start = skip(end);
      }
      List<Part> parts = new ArrayList<>();
      for (String part : cut) {
        parts.add(new Part(part, parts.size() + 1, cut.size()));
      }
      return parts;
    }

    private int end(int start, String suffix) {
      int end = breaks.best(start, longest(start, suffix));
      // what is written need not grow evenly with what is read
      while (!fits(part(start, end), suffix)) {
        int shorter = breaks.best(start, start + Math.max(1, (end - start) * 7 / 8));
        if (shorter >= end) {
          break;
        }
        end = shorter;
      }
      return end;
    }

    /**
     * About the longest text that fits. A measure may be a rendering of it all, so they are few: by
     * the ratio of what is written to what is read, and by halves in turn, lest a text that is odd
     * takes many; and the last percent is not looked for.
     */
    private int longest(int start, String suffix) {
      int near = Math.max(1, limit / 100);
      int low = start + 1;
      int high = Math.min(text.length(), start + SHRINKING * limit);
      int next = Math.min(high, start + limit);
      for (int turn = 0; high - low >= near; turn++) {
        int size = size(part(start, next), suffix);
        if (size <= limit) {
          low = next;
        } else {
          high = next - 1;
        }
        int even =
            start + (int) Math.min((long) limit * (next - start) / Math.max(1, size), 1 << 30);
        next = turn % 2 == 1 ? (low + high + 1) >>> 1 : Math.max(low + near, even - near / 2);
        next = Math.max(low + 1, Math.min(next, high));
      }
      return low;
    }

    /** Also without its number: what shows nothing by itself is written as it is. */
    private boolean fits(String part, String suffix) {
      return size(part, suffix) <= limit && measure.applyAsInt(part + suffix) <= limit;
    }

    private int size(String part, String suffix) {
      return part.length() > SHRINKING * limit
          ? Integer.MAX_VALUE
          : measure.applyAsInt(part + suffix + Part.number(9, 9));
    }

    private String part(int start, int end) {
      CodeFences.Fence opened = fences.around(start);
      CodeFences.Fence closed = fences.around(end);
      String code = text.substring(start, end);
      String part = closed == null ? code.stripTrailing() : code;
      if (opened != null) {
        part = opened.opening(limit / 4) + part;
      } else if (!beginsLine(start)) {
        part = withinLine(part);
      }
      return closed == null ? part : part + closed.closing();
    }

    private boolean beginsLine(int start) {
      int at = start - 1;
      while (at >= 0 && Character.isWhitespace(text.charAt(at)) && text.charAt(at) != '\n') {
        at--;
      }
      return at < 0 || text.charAt(at) == '\n';
    }

    private String rest(int omitted) {
      return "\n\n" + pointer.apply(omitted);
    }

    /** Over the white space at a cut; in code over line breaks, but not over an indentation. */
    private int skip(int from) {
      int at = from;
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      CodeFences.Fence fence = fences.around(from);
      if (fence == null) {
        return at;
      }
      if (at >= fence.contentEnd()) {
        return fence.end() >= text.length() ? text.length() : skip(fence.end());
      }
      int line = Math.max(from, text.lastIndexOf('\n', at - 1) + 1);
      return at - line > limit / 4 ? at : line;
    }
  }
}
