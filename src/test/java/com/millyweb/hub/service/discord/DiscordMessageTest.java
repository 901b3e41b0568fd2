package com.millyweb.hub.service.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fake.DiscordLimits;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeBody;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.decision.Buttons.Button;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

class DiscordMessageTest {
  private static final Pattern WORD = Pattern.compile("w\\d+w");

  @Property(tries = 60)
  void no_message_exceeds_what_discord_takes(@ForAll("notices") Notice notice) {
    for (DiscordMessage message : messages(notice)) {
      JsonNode json = NoticeJson.MAPPER.valueToTree(message.payload(true));
      assertThat(DiscordLimits.wrong(json, message.files().size())).isNull();
    }
  }

  @Property(tries = 60)
  void no_word_is_lost_and_none_comes_twice(@ForAll("notices") Notice notice) {
    List<DiscordMessage> messages = messages(notice);
    boolean cut = messages.get(messages.size() - 1).files().size() > 0;
    List<String> asked = words(notice.text());
    List<String> written =
        messages.stream().flatMap(message -> words(text(message)).stream()).toList();
    assertThat(written).isEqualTo(cut ? asked.subList(0, written.size()) : asked);
  }

  @Property(tries = 60)
  void code_blocks_end_in_the_message_in_which_they_begin(@ForAll("notices") Notice notice) {
    for (DiscordMessage message : messages(notice)) {
      assertThat(text(message).split("```", -1).length % 2).isEqualTo(1);
    }
  }

  @Example
  void everything_at_once_stays_within_the_limits() {
    Map<String, Object> fields = new LinkedHashMap<>();
    List<Object> actions = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      fields.put("field *" + i, "_*_".repeat(i * 30) + " ");
      actions.add(
          i % 2 == 0
              ? Map.of("text", "Link [" + i, "url", "https://e.org/" + "x".repeat(i * 29))
              : Map.of("text", "Press ".repeat(i), "value", "v".repeat(i)));
    }
    List<Object> files = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      files.add(Map.of("name", "_".repeat(2 * i + 1), "content", "x"));
    }
    Notice notice =
        new NoticeBody("ops", null, "critical", null)
            .read(
                Map.of(
                    "title",
                    "*_~ ".repeat(400),
                    "text",
                    "* word_ ".repeat(5_000),
                    "fields",
                    fields,
                    "actions",
                    actions,
                    "attachments",
                    files,
                    "link",
                    "https://e.org/?a=1&b=2"),
                Instant.EPOCH);
    List<Button> buttons =
        notice.actions().stream()
            .map(
                a ->
                    new Button(
                        a.text(),
                        a.url(),
                        a.value() == null ? null : "a:" + a.text().length(),
                        null))
            .toList();
    for (boolean components : new boolean[] {true, false}) {
      List<DiscordMessage> messages = DiscordMessage.of(notice, buttons, components);
      assertThat(messages).hasSize(5);
      for (DiscordMessage message : messages) {
        JsonNode json = NoticeJson.MAPPER.valueToTree(message.payload(components));
        assertThat(DiscordLimits.wrong(json, message.files().size())).isNull();
      }
      DiscordMessage last = messages.get(4);
      assertThat(last.files()).hasSize(10);
      assertThat(last.components()).hasSize(components ? 5 : 0);
      assertThat(text(last)).contains("see notice " + notice.id());
    }
  }

  @Example
  void hostile_text_is_written_in_time() {
    for (String piece :
        List.of(
            ">",
            "[",
            "*",
            "`",
            "_a",
            "- ",
            "![",
            "<a ",
            "~~~\n",
            "> - ",
            "\n\n",
            "[a](b",
            "\\",
            "@",
            "https://")) {
      Notice notice = DiscordFixture.notice("x" + piece.repeat(20_000 / piece.length() - 1));
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(30), () -> assertThat(messages(notice)).hasSizeBetween(1, 5), piece);
    }
  }

  @Example
  void nothing_in_words_is_markup() {
    assertThat(
            DiscordText.write(
                "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ ||d|| \\`e\\` \\[f\\](g) <@1> 2026-11-01"))
        .isEqualTo(
            "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\` \\[f\\](g) \\<@1> 2026-11-01");
    assertThat(DiscordText.write("\\# no heading\n\\- no item\n\\> no quote"))
        .isEqualTo("\\# no heading\n\\- no item\n\\> no quote");
  }

  @Example
  void markdown_becomes_discord_s() {
    assertThat(DiscordText.write("# Head\n\n- *one*\n- **two**\n\n> said\n\n~~~sh -x\nls `a`\n~~~"))
        .isEqualTo("**Head**\n\n• *one*\n• **two**\n\n> said\n\n```\nsh -x\nls `a`\n```");
    assertThat(DiscordText.write("```java\nint a;\n```")).isEqualTo("```java\nint a;\n```");
    assertThat(DiscordText.write("``a`b`` and <https://e.org/a_b>"))
        .isEqualTo("`` a`b `` and <https://e.org/a_b>");
    assertThat(DiscordText.write("[x](https://e.org/a_(b)) [](https://e.org) [m](mailto:a@e.org)"))
        .isEqualTo("[x](https://e.org/a_%28b%29) <https://e.org> m (a@e.org)");
    assertThat(DiscordText.write("[https://good.org](https://bad.org)"))
        .isEqualTo("https://good.org <https://bad.org>");
  }

  @Example
  void cut_words_have_no_half_character() {
    for (int max = 1; max < 40; max++) {
      String cut = DiscordText.plainCut("*👨‍👩‍👧‍👦_".repeat(10), max);
      assertThat(cut.length()).isLessThanOrEqualTo(max);
      assertThat(cut.codePoints().filter(p -> p >= 0xD800 && p <= 0xDFFF)).isEmpty();
    }
  }

  @Provide
  Arbitrary<Notice> notices() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            " ",
            "\n",
            "\n\n",
            ". ",
            ", ",
            " **bold** ",
            " `code` ",
            " *em* ",
            " a_b ",
            " \\* ",
            " 👨‍👩‍👧‍👦 ",
            " 🇩🇪 ",
            "\n- ",
            "\n> ",
            "\n# ",
            " [a](https://e.org/x_y) ",
            " https://e.org/a?b=c_d ",
            " <@1> ",
            " || ",
            " @everyone ",
            "\n```java\nint a = 1;\n\n  b();\n```\n",
            "\n~~~\nx\n~~~\n");
    Arbitrary<String> texts =
        pieces
            .list()
            .ofMinSize(1)
            .ofMaxSize(900)
            .map(
                list ->
                    IntStream.range(0, list.size())
                        .mapToObj(i -> "w" + i + "w" + list.get(i))
                        .reduce("", String::concat));
    Arbitrary<Boolean> embedded = Arbitraries.of(true, false);
    Arbitrary<Integer> fields = Arbitraries.integers().between(0, 30);
    return Combinators.combine(texts, embedded, fields)
        .as(
            (text, title, count) ->
                title
                    ? DiscordFixture.titled(text)
                        .withFields(
                            IntStream.range(0, count)
                                .mapToObj(i -> new Notice.Field("f_" + i, "*".repeat(i * 9), true))
                                .toList())
                    : DiscordFixture.notice(text));
  }

  private static List<DiscordMessage> messages(Notice notice) {
    return DiscordMessage.of(notice, List.of(), true);
  }

  private static String text(DiscordMessage message) {
    JsonNode json = NoticeJson.MAPPER.valueToTree(message.payload(true));
    return json.path("content").asText() + json.path("embeds").path(0).path("description").asText();
  }

  private static List<String> words(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).toList();
  }
}
