package com.millyweb.hub.service.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.notify.NoticeJson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every text that goes to Slack. */
class SlackPartsTest {

  @Property(tries = 60)
  void every_message_is_one_that_slack_takes(@ForAll("markdown") String text) {
    for (JsonNode blocks : blocks(text)) {
      int all = 0;
      assertThat(blocks.size()).isBetween(1, 50);
      for (JsonNode block : blocks) {
        String words = block.path("text").path("text").asText();
        assertThat(words.length()).isLessThanOrEqualTo(3_000);
        assertThat(words.split("```", -1).length % 2).as(words).isEqualTo(1);
        assertThat(words.codePoints().filter(p -> p >= 0xD800 && p <= 0xDFFF)).isEmpty();
        all += words.length();
      }
      assertThat(all).isLessThanOrEqualTo(12_500);
    }
  }

  @Property(tries = 40)
  void nothing_is_lost_between_the_messages(@ForAll("words") String text) {
    String shown =
        blocks(text).stream()
            .flatMap(blocks -> sections(blocks).stream())
            .collect(Collectors.joining());
    assertThat(withoutSpace(shown)).isEqualTo(withoutSpace(SlackMarkup.escape(text)));
  }

  private static List<JsonNode> blocks(String text) {
    List<JsonNode> all = new ArrayList<>();
    for (SlackPart part : SlackMessage.of(SlackFixture.notice(text), List.of(), true)) {
      if (part instanceof SlackMessage message) {
        all.add(NoticeJson.MAPPER.valueToTree(message.blocks()));
      }
    }
    return all;
  }

  private static List<String> sections(JsonNode blocks) {
    List<String> sections = new ArrayList<>();
    for (JsonNode block : blocks) {
      if (block.path("type").asText().equals("section")) {
        sections.add(block.path("text").path("text").asText());
      }
    }
    return sections;
  }

  /** A sign without width keeps a '>' that begins a message from making a quote of it. */
  private static String withoutSpace(String text) {
    return text.replaceAll("[\\s\u200B]+", "");
  }

  /** Up to some 50,000 characters, which fit into five messages, without markup. */
  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(
            "word", "👨‍👩‍👧‍👦", "é", "a&b", "x > y", "end.\n\nNext", "long".repeat(100))
        .list()
        .ofMinSize(1)
        .ofMaxSize(600)
        .map(list -> String.join(" ", list));
  }

  @Provide
  Arbitrary<String> markdown() {
    return Arbitraries.of(
            "word ",
            "&<>".repeat(50),
            "**bold** ",
            "`code` ",
            "[link](https://e.org/?a=1&b=2) ",
            "\n\n",
            "\n```java\nint a = 1 < 2;\n" + "line();\n".repeat(40) + "```\n",
            "\n~~~\n" + "a".repeat(4_000) + "\n~~~\n",
            "\n| a | b |\n|---|---|\n| `1` | ``` |\n\n",
            "\n- item\n  - item\n",
            "👨‍👩‍👧‍👦",
            "🇩🇪".repeat(300),
            "x".repeat(5_000))
        .list()
        .ofMinSize(1)
        .ofMaxSize(80)
        .map(list -> String.join("", list));
  }
}
