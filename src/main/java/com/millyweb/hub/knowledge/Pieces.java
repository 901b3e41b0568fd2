package com.millyweb.hub.knowledge;

import com.millyweb.hub.knowledge.parse.Block;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a document's text into pieces, at the ends of sentences and never across a heading or a
 * page. A piece begins with the last sentence of the one before it, where that is short.
 */
final class Pieces {
  /**
   * Characters. The local model reads 256 word pieces, which are about four characters each in
   * English, and the headings are read along.
   */
  static final int LONGEST = 800;

  private static final int LONGEST_OVERLAP = 160;

  /** Between two blocks. */
  private static final String GAP = "\n\n";

  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private Pieces() {}

  static List<Piece> of(List<Block> blocks) {
    var pieces = new Pieces();
    int i = 0;
    while (i < blocks.size()) {
      Block first = blocks.get(i);
      int begins = pieces.text.length();
      for (; i < blocks.size() && isOneWith(first, blocks.get(i)); i++) {
        pieces.text.append(blocks.get(i).text()).append(GAP);
      }
      pieces.cut(first, begins, pieces.text.length() - GAP.length());
    }
    return pieces.pieces;
  }

  private static boolean isOneWith(Block first, Block next) {
    return first.headings().equals(next.headings()) && first.page() == next.page();
  }

  private void cut(Block block, int begins, int ends) {
    List<int[]> sentences = sentences(begins, ends);
    int from = 0;
    while (from < sentences.size()) {
      int to = from;
      while (to + 1 < sentences.size()
          && sentences.get(to + 1)[1] - sentences.get(from)[0] <= LONGEST) {
        to++;
      }
      add(block, sentences.get(from)[0], sentences.get(to)[1]);
      boolean overlap =
          to > from
              && to + 1 < sentences.size()
              && sentences.get(to)[1] - sentences.get(to)[0] <= LONGEST_OVERLAP
              && sentences.get(to + 1)[1] - sentences.get(to)[0] <= LONGEST;
      from = overlap ? to : to + 1;
    }
  }

  private void add(Block block, int from, int to) {
    int begins = from;
    int ends = to;
    while (begins < ends && Character.isWhitespace(text.charAt(begins))) {
      begins++;
    }
    while (ends > begins && Character.isWhitespace(text.charAt(ends - 1))) {
      ends--;
    }
    if (begins < ends) {
      pieces.add(
          new Piece(
              pieces.size(),
              text.substring(begins, ends),
              block.headings(),
              begins,
              ends,
              block.page()));
    }
  }

  /** What is too long to be one, is cut between words, or anywhere but within a character. */
  private List<int[]> sentences(int begins, int ends) {
    List<int[]> sentences = new ArrayList<>();
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
    breaks.setText(text.substring(begins, ends));
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
      while (to - from > LONGEST) {
        int cut = begins + from + LONGEST;
        int space = lastSpace(begins + from + LONGEST / 2, cut);
        if (space >= 0) {
          cut = space;
        } else if (Character.isLowSurrogate(text.charAt(cut))) {
          cut--;
        }
        sentences.add(new int[] {begins + from, cut});
        from = cut - begins;
      }
      sentences.add(new int[] {begins + from, begins + to});
      from = to;
    }
    return sentences;
  }

  /**
   * The last space after the one place and up to the other; -1 when there is none. Looking farther
   * back each time would take hours for a long text without spaces.
   */
  private int lastSpace(int after, int upTo) {
    for (int at = upTo; at > after; at--) {
      if (text.charAt(at) == ' ') {
        return at;
      }
    }
    return -1;
  }
}
