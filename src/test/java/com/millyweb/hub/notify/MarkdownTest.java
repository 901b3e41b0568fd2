package com.millyweb.hub.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {
  private static void written(String markdown, String mrkdwn) {
    assertThat(SlackText.mrkdwn(markdown)).isEqualTo(mrkdwn);
  }

  @Test
  void markdown_becomes_mrkdwn() {
    written("**bold** and *slanted*", "*bold* and _slanted_");
    written("# Head **strong**", "*Head strong*");
    written("a\nb\n\nc", "a\nb\n\nc");
    written("- a\n- b\n  - c", "• a\n• b\n    • c");
    written("3. a\n4. b", "3. a\n4. b");
    written("> a\n> b", "> a\n> b");
    written("`a < b`", "`a &lt; b`");
    written("```java\na < b\n```", "```\na &lt; b\n```");
    written("    indented", "```\nindented\n```");
    written("a<br>b <b>c</b>", "a\nb &lt;b&gt;c&lt;/b&gt;");
    written("![alt](https://e.org/i.png)", "<https://e.org/i.png|alt>");
    written("<https://e.org>", "<https://e.org>");
    written("[x](https://e.org/a|b?c&d)", "<https://e.org/a%7Cb?c&amp;d|x>");
    written("[x](javascript:alert)", "x");
    written("\\*plain\\*", "*plain*");
    written("&lt;&amp;", "&lt;&amp;");
    written("---", "———");
    written("[a]: https://e.org", "[a]: https://e.org");
  }
}
