package com.millyweb.hub.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.service.slack.SlackFixture;
import com.millyweb.hub.service.slack.SlackMessage;
import com.millyweb.hub.service.slack.SlackPart;
import com.millyweb.hub.service.telegram.TelegramFixture;
import com.millyweb.hub.service.telegram.TelegramMessage;
import com.millyweb.hub.service.telegram.TelegramText;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A notice calls nobody, whoever wrote its words. */
class QuietTest {
  /** What the services find in words, as their libraries do. */
  private static final Pattern TELEGRAM =
      Pattern.compile(
          "@[a-zA-Z0-9_]{2,32}\\b"
              + "|(?<![\\w/<>])/[a-zA-Z0-9_]{1,64}(?![\\w/<>])"
              + "|(?<![\\d_\\p{L}])#[\\d_]*\\p{L}[\\d_\\p{L}]*"
              + "|(?<![$\\d_\\p{L}])\\$[A-Z]{1,8}(?![$\\d_\\p{L}])"
              + "|[\\w.]+@[\\w.]+\\.\\w+"
              + "|\\+\\d{7,15}"
              + "|\\bt\\.me/\\w+"
              + "|tg://\\w+");

  private static final Pattern CLOSED =
      Pattern.compile("<(pre|code|a)\\b[^>]*>.*?</\\1>", Pattern.DOTALL);

  private static final Pattern SLACK =
      Pattern.compile("@(here|channel|everyone)\\b|<[!@#][^>]*>", Pattern.CASE_INSENSITIVE);

  @Property(tries = 300)
  void telegram_finds_nobody_in_words_from_outside(@ForAll("texts") String text) {
    Notice notice =
        Notice.of("ops", Severity.error, text, text, TelegramFixture.NOW)
            .withFields(List.of(new Notice.Field(text, text, true)));
    for (TelegramMessage message : TelegramMessage.of(notice, List.of())) {
      String html = ((TelegramMessage.Text) message).html();
      String open = TelegramText.seen(CLOSED.matcher(html).replaceAll(" "));
      assertThat(TELEGRAM.matcher(open).results().map(found -> found.group())).isEmpty();
      assertThat(letters(TelegramText.seen(html))).contains(letters(text));
    }
  }

  @Property(tries = 300)
  void slack_finds_nobody_in_words_from_outside(@ForAll("texts") String text) {
    Notice notice =
        Notice.of("ops", Severity.error, text, text, SlackFixture.NOW)
            .withFields(List.of(new Notice.Field(text, text, true)));
    for (SlackPart part : SlackMessage.of(notice, List.of(), true)) {
      Map<String, Object> payload =
          NoticeJson.MAPPER.convertValue(
              ((SlackMessage) part).payload(), new TypeReference<Map<String, Object>>() {});
      assertThat(payload).containsEntry("parse", "none").containsEntry("link_names", false);
      String open = payload.toString().replaceAll("<https?://[^>]*>", " ");
      assertThat(SLACK.matcher(open).results().map(found -> found.group())).isEmpty();
    }
  }

  @Example
  void words_look_as_they_were() {
    quiet(
        "@ann_the_ops /restart #general $USD", "@\u2060ann_the_ops /\u2060restart #\u2060general");
    quiet("@*ann*", "@\u2060<i>ann</i>");
    quiet("ann@example.org", "ann@\u2060example.org");
    quiet("+4930123456 t.me/ann", "+\u20604930123456 t\u2060.me/ann");
    // what is none of these can be copied as it is
    quiet("/var/log/syslog #12 C# 3/4 a@ $5 +1 1+1 and/or", "/var/log/syslog #12 C# 3/4 a@ $5 +1");
    quiet("`@ann`", "<code>@ann</code>");
    quiet("```\n@ann /restart\n```", "<pre>@ann /restart</pre>");
    quiet("https://e.org/@ann/#a", "<a href=\"https://e.org/@ann/#a\">https://e.org/@ann/#a</a>");
    quiet("[#a](https://e.org)", "<a href=\"https://e.org\">#\u2060a</a>");
    quiet("<http://nas:5000/#a>", "<code>http://nas:5000/#a</code>");
    quiet("&lt;@ann", "&lt;@\u2060ann");
  }

  @Example
  void address_in_a_link_to_mail_can_be_copied_in_telegram() {
    quiet("[write](mailto:ann@example.org?subject=x)", "write (<code>ann@example.org</code>)");
    quiet("<ann@example.org>", "<code>ann@example.org</code>");
    quiet("<mailto:ann@example.org>", "<code>ann@example.org</code>");
  }

  @Example
  void text_without_its_markup_calls_nobody_either() {
    assertThat(TelegramText.words("@ann", 100)).isEqualTo("@\u2060ann");
    assertThat(TelegramText.words("x".repeat(95) + " /start", 100)).endsWith("/\u2060s…");
  }

  private static void quiet(String markdown, String html) {
    assertThat(TelegramText.html(markdown)).startsWith(html);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "@ann_the_ops",
            "@here",
            "@Channel",
            "@everyone",
            "<!here>",
            "<!subteam^S1|ops>",
            "<@U024BE7LH>",
            "<#C024BE7LR>",
            "/restart",
            "/restart@hub_bot",
            "#general",
            "#12",
            "$USD",
            "ann@example.org",
            "+493012345678",
            "t.me/ann",
            "tg://user?id=1",
            "https://e.org/@ann_a_/#x",
            "/var/log",
            "`@ann` ",
            "**@ann** ",
            "*",
            "_",
            "~~x~~",
            "(",
            ", ",
            "&amp;",
            " ",
            " ",
            "\n")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(pieces -> "x " + String.join("", pieces));
  }

  private static String letters(String text) {
    return text.replaceAll("&amp;|[^\\p{L}\\p{N}]", "");
  }
}
