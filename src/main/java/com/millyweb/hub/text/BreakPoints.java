package com.millyweb.hub.text;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a Markdown text may be cut, and how good a place is. */
final class BreakPoints {
  /** Best first: between paragraphs, lines, sentences, words. */
  private static final List<Pattern> PLACES =
      List.of(
          Pattern.compile("(?=\\r?\\n[ \\t]*\\r?\\n)"),
          Pattern.compile("(?=\\r?\\n)"),
          Pattern.compile("(?<=[.!?…。！？])(?=\\s)"),
          Pattern.compile("(?=[ \\t])"));

  /** Links, URLs, entities, escapes, code and strong words; bounded, so that no text is slow. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "!?\\[[^\\[\\]\\n]{0,300}\\]\\([^()\\s]{1,2000}\\)"
              + "|<[^<>\\s]{1,2000}>"
              + "|https?://[^\\s<>]{1,2000}"
              + "|&#?\\w{1,31};"
              + "|\\\\\\p{Punct}"
              + "|`[^`\\n]{1,300}`"
              + "|\\*\\*[^*\\n]{1,300}\\*\\*");

  private static final Pattern CLUSTER = Pattern.compile("\\X");

  /** How far behind the window a cluster that crosses its end is looked at. */
  private static final int OVERLAP = 64;

  private final String text;
  private final BitSet fences;
  private final BitSet forbidden;

  BreakPoints(String text, CodeFences fences) {
    this.text = text;
    this.fences = fences.forbidden();
    forbidden = fences.forbidden();
    Matcher whole = WHOLE.matcher(text);
    while (whole.find()) {
      forbidden.set(whole.start() + 1, whole.end());
    }
  }

  /** The best place after {@code start}, at most {@code max}; always beyond {@code start}. */
  int best(int start, int max) {
    BitSet clusters = clusters(start, max);
    // a good place far ahead of the end would make many short parts
    int early = start + Math.max(1, (max - start) / 2);
    for (Pattern place : PLACES) {
      Matcher matcher = place.matcher(text).region(early, Math.min(text.length(), max + 2));
      matcher.useTransparentBounds(true);
      int best = -1;
      while (matcher.find() && matcher.start() <= max) {
        int at = matcher.start();
        if (clusters.get(at - start)
            && !forbidden.get(at)
            && !text.substring(start, at).isBlank()) {
          best = at;
        }
      }
      if (best >= 0) {
        return best;
      }
    }
    for (int at = max; at > start; at--) {
      if (clusters.get(at - start) && !forbidden.get(at)) {
        return at;
      }
    }
    // one link or one cluster is longer than a part
    for (int at = max; at > start; at--) {
      if (clusters.get(at - start) && !fences.get(at)) {
        return at;
      }
    }
    boolean pair =
        max < text.length() && Character.isSurrogatePair(text.charAt(max - 1), text.charAt(max));
    return !pair ? max : max - 1 > start ? max - 1 : max + 1;
  }

  /** The ends of the grapheme clusters between two positions, relative to the first. */
  private BitSet clusters(int start, int max) {
    BitSet ends = new BitSet();
    Matcher cluster = CLUSTER.matcher(text).region(start, Math.min(text.length(), max + OVERLAP));
    while (cluster.find() && cluster.end() <= max) {
      ends.set(cluster.end() - start);
    }
    return ends;
  }
}
