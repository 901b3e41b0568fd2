package com.millyweb.hub.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest {
  @Test
  void table_becomes_columns_between_the_paragraphs_around_it() {
    assertThat(
            Tables.fenced(
                """
                Before
                | name | value |
                |:-----|------:|
                | a \\| b | 1 | too many |
                | c
                | | ü |

                After"""))
        .isEqualTo(
            """
            Before

            ```
            name   value
            a | b  1
            c
                   ü
            ```

            After""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a | b",
        "a | b\n---",
        "| a |\nno rule",
        "| a | b |\n|---|",
        "```\n| a |\n|---|\n```",
        "````md\n```\n| a |\n|---|\n```\n| a |\n|---|\n````",
        "~~~\n```\n| a |\n|---|\n~~~",
        "    | a |\n|---|",
        "one | line",
        "\r\nwindows\r\n"
      })
  void what_is_no_table_stays_as_it_is(String text) {
    assertThat(Tables.fenced(text)).isEqualTo(text);
  }

  @Test
  void row_can_not_close_the_block() {
    assertThat(Tables.fenced("| a |\n|---|\n| ```x |")).isEqualTo("```\na\n'''x\n```");
  }
}
