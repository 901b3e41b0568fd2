package com.millyweb.hub.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.millyweb.hub.knowledge.parse.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pieces are short, say where they are from, and belong to one heading and one page. */
class PiecesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SENTENCE = "The pump in the cellar needs oil once in a year. ";

  private static Block block(String text, int page, String... headings) {
    return new Block(text, List.of(headings), page);
  }

  /** What holds for all pieces of any text. */
  private static List<Piece> pieces(List<Block> blocks) {
    String text = String.join("\n\n", blocks.stream().map(Block::text).toList());
    List<Piece> pieces = Pieces.of(blocks);
    int covered = 0;
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      assertThat(piece.ordinal()).isEqualTo(i);
      assertThat(piece.text()).isNotBlank().hasSizeLessThanOrEqualTo(Pieces.LONGEST);
      assertThat(text.substring(piece.begins(), piece.ends())).isEqualTo(piece.text());
      assertThat(piece.text().codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff)).isFalse();
      // nothing but space is in no piece
      assertThat(text.substring(covered, Math.max(covered, piece.begins()))).isBlank();
      covered = Math.max(covered, piece.ends());
    }
    assertThat(text.substring(covered)).isBlank();
    return pieces;
  }

  @Test
  void paragraphs_below_one_heading_are_one_piece() {
    List<Piece> pieces =
        pieces(List.of(block("It is wet.", 1, "Cellar"), block("It is dark.", 1, "Cellar")));
    assertThat(pieces)
        .containsExactly(new Piece(0, "It is wet.\n\nIt is dark.", List.of("Cellar"), 0, 23, 1));
  }

  @Test
  void piece_never_crosses_a_heading_or_a_page() {
    List<Block> blocks = new ArrayList<>();
    for (int page = 1; page <= 3; page++) {
      for (String heading : List.of("Cellar", "Attic")) {
        String name = heading + " on page " + page;
        blocks.add(block((name + " is described here. ").repeat(30).strip(), page, heading));
      }
    }
    List<Piece> pieces = pieces(blocks);
    assertThat(pieces).hasSizeGreaterThan(6);
    for (Piece piece : pieces) {
      String own = piece.headings().get(0) + " on page " + piece.page();
      assertThat(piece.text().replace(own + " is described here.", "")).isBlank();
    }
  }

  @Test
  void piece_begins_with_the_last_sentence_of_the_one_before() {
    List<Piece> pieces = pieces(List.of(block(SENTENCE.repeat(50).strip(), 0)));
    assertThat(pieces).hasSizeGreaterThan(2);
    for (int i = 1; i < pieces.size(); i++) {
      assertThat(pieces.get(i - 1).ends() - pieces.get(i).begins())
          .isEqualTo(SENTENCE.strip().length());
    }
  }

  @Test
  void long_sentence_is_not_read_twice() {
    String sentence = "It" + " and it".repeat(60) + ". ";
    List<Piece> pieces = pieces(List.of(block(sentence.repeat(6).strip(), 0)));
    assertThat(pieces).hasSize(6);
    for (int i = 1; i < pieces.size(); i++) {
      assertThat(pieces.get(i).begins()).isGreaterThan(pieces.get(i - 1).ends());
    }
  }

  @Test
  void text_without_sentences_is_cut_between_words() {
    List<Piece> pieces = pieces(List.of(block("cellar ".repeat(1_000).strip(), 0)));
    assertThat(pieces)
        .hasSizeGreaterThan(8)
        .allSatisfy(piece -> assertThat(piece.text()).startsWith("cellar").endsWith("cellar"));
  }

  @Test
  void text_without_spaces_is_cut_between_characters() {
    String emoji = "\uD83D\uDE00";
    for (String before : List.of("", "x")) {
      assertThat(pieces(List.of(block(before + emoji.repeat(5_000), 0)))).hasSizeGreaterThan(12);
    }
  }

  @Test
  void space_far_back_is_no_place_to_cut() {
    List<Piece> pieces = pieces(List.of(block("a " + "x".repeat(2_000), 0)));
    assertThat(pieces.get(0).text()).hasSize(Pieces.LONGEST);
  }

  @Test
  void five_million_characters_are_cut_in_no_time() {
    for (String unit : List.of("x", "\uD83D\uDE00", "x.", "x. ", ".", ".(", "? ", "1.", "a\n")) {
      List<Block> blocks = new ArrayList<>();
      String part = unit.repeat(8_000 / unit.length()).strip();
      for (int i = 0; i < 5_000_000 / 8_000; i++) {
        blocks.add(block(part, 0));
      }
      List<Piece> pieces = assertTimeoutPreemptively(PATIENCE, () -> Pieces.of(blocks), unit);
      assertThat(pieces).hasSizeGreaterThan(6_000);
    }
  }
}
