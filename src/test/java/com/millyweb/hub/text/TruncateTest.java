package com.millyweb.hub.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TruncateTest {
  private static final String FAMILY = "👨‍👩‍👧‍👦";
  private static final String FLAG = "🇩🇪";

  @Test
  void text_that_fits_stays_as_it_is() {
    assertThat(Truncate.to("abc", 3)).isEqualTo("abc");
    assertThat(Truncate.head("abc", 3)).isEqualTo("abc");
  }

  @Test
  void long_text_ends_with_a_sign_that_has_room() {
    assertThat(Truncate.to("abcdef", 4)).isEqualTo("abc…");
    assertThat(Truncate.head("abcdef", 4)).isEqualTo("abcd");
    assertThat(Truncate.to("größer", 6, Splitter::bytes)).isEqualTo("gr…");
    assertThat(Truncate.toPoints("👍👍👍", 2)).isEqualTo("👍…");
  }

  @Test
  void what_a_reader_sees_as_one_is_kept_or_left_out_whole() {
    assertThat(Truncate.to("ab" + FAMILY, 8)).isEqualTo("ab…");
    assertThat(Truncate.to(FLAG + FLAG, 6)).isEqualTo(FLAG + "…");
    assertThat(Truncate.head("ae\u0301x", 2)).isEqualTo("a");
  }

  @Test
  void character_that_is_longer_than_the_limit_is_cut_between_code_points() {
    assertThat(Truncate.to(FAMILY + " family", 4)).isEqualTo("👨\u200D…");
    assertThat(Truncate.head("👍👍", 1)).isEmpty();
  }

  @Test
  void line_has_no_breaks() {
    assertThat(Truncate.line(" two\n\t lines ", 20)).isEqualTo("two lines");
  }

  @Property
  void result_fits_and_is_the_beginning(
      @ForAll @StringLength(max = 60) String text, @ForAll @IntRange(min = 1, max = 40) int max) {
    String cut = Truncate.to(text, max);
    assertThat(cut.length()).isLessThanOrEqualTo(max);
    assertThat(text).startsWith(cut.equals(text) ? cut : cut.substring(0, cut.length() - 1));
  }
}
