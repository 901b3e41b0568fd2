package com.millyweb.hub.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fenced code blocks of a Markdown text. */
final class CodeFences {
  /** Bounded, because a part must have room for more than the lines that reopen and close one. */
  private static final Pattern FENCE =
      Pattern.compile("(?m)^ {0,3}(`{3,20}|~{3,20})(?![`~])([^\\n\\r]{0,200})\\r?$");

  private final List<Fence> fences = new ArrayList<>();

  CodeFences(String text) {
    Matcher line = FENCE.matcher(text);
    // a block that nothing closes
    int beyond = text.length() + 1;
    Fence open = null;
    while (line.find()) {
      String signs = line.group(1);
      String rest = line.group(2);
      if (open == null) {
        if (signs.charAt(0) == '~' || rest.indexOf('`') < 0) {
          int content = Math.min(line.end() + 1, text.length());
          open = new Fence(line.start(), content, beyond, beyond, signs, rest.strip());
        }
      } else if (signs.charAt(0) == open.signs.charAt(0)
          && signs.length() >= open.signs.length()
          && rest.isBlank()) {
        int contentEnd = Math.max(open.content, line.start() - 1);
        fences.add(
            new Fence(open.start, open.content, contentEnd, line.end(), open.signs, open.info));
        open = null;
      }
    }
    if (open != null) {
      fences.add(open);
    }
  }

  /** Whether what opens a block names a language; if not, it is words that nobody should miss. */
  static boolean isLanguage(String info) {
    return info.matches("[A-Za-z0-9_+.#-]{1,30}");
  }

  /** The block whose code a cut at this position would divide, or null. */
  @Nullable Fence around(int position) {
    for (Fence fence : fences) {
      if (position > fence.content && position < fence.contentEnd) {
        return fence;
      }
    }
    return null;
  }

  /** Where a cut would harm the lines that open and close a block. */
  BitSet forbidden() {
    BitSet forbidden = new BitSet();
    for (Fence fence : fences) {
      forbidden.set(fence.start + 1, fence.content + 1);
      forbidden.set(fence.contentEnd, fence.end);
    }
    return forbidden;
  }

  /**
   * @param start of the line that opens it
   * @param content where its code begins
   * @param contentEnd where its code ends, before the line break
   * @param end of the line that closes it, or of the text
   */
  record Fence(int start, int content, int contentEnd, int end, String signs, String info) {
    String opening(int room) {
      // an info string is a word; what is longer is not worth a part's room
      return info.length() > room || !isLanguage(info) ? signs + "\n" : signs + info + "\n";
    }

    String closing() {
      return "\n" + signs;
    }
  }
}
