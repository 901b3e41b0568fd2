package com.millyweb.hub.service.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeBody;
import com.millyweb.hub.notify.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What becomes of texts, as a Telegram counts that refuses what is too long or unbalanced. */
class TelegramMessageTest {
  private static final Pattern NUMBER = Pattern.compile("\\n\\n\\(\\d/\\d\\)$");
  private static TelegramFixture telegram;

  @BeforeContainer
  static void start() {
    telegram = new TelegramFixture();
  }

  @AfterContainer
  static void stop() throws Exception {
    telegram.close();
  }

  @Property(tries = 60)
  void every_part_is_accepted_as_html(@ForAll("texts") String text) throws Exception {
    List<FakeTelegram.Message> sent = sent(text);
    assertThat(sent).isNotEmpty();
    for (FakeTelegram.Message message : sent) {
      boolean file = message.file() != null;
      assertThat(file || message.body().path("parse_mode").asText().equals("HTML")).isTrue();
      assertThat(message.text().length()).isLessThanOrEqualTo(4_096);
      assertThat(message.text().codePoints().filter(p -> p >= 0xD800 && p <= 0xDFFF)).isEmpty();
    }
  }

  @Property(tries = 60)
  void nothing_of_the_text_is_lost(@ForAll("texts") String text) throws Exception {
    List<FakeTelegram.Message> sent = sent(text);
    String seen =
        sent.get(sent.size() - 1).file() != null
            ? TelegramText.seen(TelegramText.html(sent.get(sent.size() - 1).file()))
            : sent.stream()
                .map(message -> NUMBER.matcher(message.text()).replaceFirst(""))
                .collect(Collectors.joining("\n"));
    // a list that goes on in the next part has its numbers and signs again
    assertThat(letters(seen)).isEqualTo(letters(TelegramText.seen(TelegramText.html(text))));
  }

  @Example
  void everything_at_once_stays_within_the_limits() throws Exception {
    Map<String, Object> fields = new LinkedHashMap<>();
    List<Object> actions = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      fields.put("field " + i, "<&>".repeat(i * 30));
      actions.add(
          i % 2 == 0
              ? Map.of("text", "Link <" + i, "url", "https://e.org/" + "x".repeat(i * 20))
              : Map.of("text", "Press ".repeat(i), "value", "v".repeat(i)));
    }
    Notice notice =
        new NoticeBody("ops", null, "critical", null)
            .read(
                Map.of(
                    "title",
                    "<&> ".repeat(400),
                    "text",
                    "& word ".repeat(3_000),
                    "fields",
                    fields,
                    "actions",
                    actions,
                    "link",
                    "https://e.org/?a=1&b=2"),
                TelegramFixture.NOW);
    int before = telegram.messages().size();
    telegram.send(notice);
    List<FakeTelegram.Message> sent =
        telegram.messages().subList(before, telegram.messages().size());
    assertThat(sent.get(0).text()).startsWith("🚨 <&> <&>");
    assertThat(sent.get(0).buttons()).hasSize(100);
  }

  @Example
  void markdown_becomes_html() {
    written("**bold** and *slanted*", "<b>bold</b> and <i>slanted</i>");
    written("# Head **strong**", "<b>Head strong</b>");
    written("- a\n- b", "• a\n• b");
    written("> a\n> > b", "<blockquote>a\n\nb</blockquote>");
    written("`a < b`", "<code>a &lt; b</code>");
    written("```java\na < b\n```", "<pre><code class=\"language-java\">a &lt; b</code></pre>");
    written("```x y\"\na\n```", "<pre>x y\"\na</pre>");
    written("a<br>b <b>c</b>", "a\nb &lt;b&gt;c&lt;/b&gt;");
    written("[x](https://e.org/\"?c&d)", "<a href=\"https://e.org/&quot;?c&amp;d\">x</a>");
    written("[x](javascript:alert)", "x");
    written("[x](http://nas:5000/)", "x (http://nas:5000/)");
    written("<http://nas:5000/>", "http://nas:5000/");
    written("&lt;&amp;", "&lt;&amp;");
  }

  private static void written(String markdown, String html) {
    assertThat(TelegramText.html(markdown)).isEqualTo(html);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "word ",
            "a longer sentence that ends. ",
            "\n\n",
            "\n",
            "👨‍👩‍👧‍👦",
            "e\u0301",
            "& < > \" ",
            "**strong words** ",
            "*slanted* ",
            "`code < x` ",
            "[a link](https://e.org/a?b=c&d=e) ",
            "\n```java\nint a = 1 < 2 && b;\nint b;\n```\n",
            "\n- item\n- other\n",
            "\n> quoted\n",
            "{\"a\":\"b\"} ",
            "x".repeat(300));
    return piece
        .list()
        .ofMinSize(1)
        .ofMaxSize(900)
        .map(pieces -> "Text " + String.join("", pieces));
  }

  private static List<FakeTelegram.Message> sent(String text) throws Exception {
    int before = telegram.messages().size();
    telegram.send(Notice.of("ops", Severity.info, null, text, TelegramFixture.NOW));
    List<FakeTelegram.Message> all = telegram.messages();
    return all.subList(before, all.size());
  }

  /** Without what marks and spaces do at a cut. */
  private static String letters(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}&{}]", "");
  }
}
