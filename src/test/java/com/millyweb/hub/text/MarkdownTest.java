package com.millyweb.hub.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.service.discord.DiscordText;
import com.millyweb.hub.service.email.EmailHtml;
import com.millyweb.hub.service.slack.SlackFixture;
import com.millyweb.hub.service.slack.SlackMessage;
import com.millyweb.hub.service.slack.SlackText;
import com.millyweb.hub.service.telegram.TelegramFixture;
import com.millyweb.hub.service.telegram.TelegramMessage;
import java.util.List;
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
    written("&lt;&amp;", "&lt;&amp;");
    written("---", "———");
    written("[a]: https://e.org", "[a]: https://e.org");
    written("~~old~~ new", "~old~ new");
    written("| a |\n|---|\n| **b** [c](https://e.org) `d` |", "```\na\nb c (https://e.org) d\n```");
  }

  @Test
  void signs_that_were_escaped_do_not_act() {
    String gap = "\u200B";
    written("\\*plain\\*", gap + "*" + gap + "plain" + gap + "*" + gap);
    written("\\_\\~~x\\`", "%1$s_%1$s%1$s~%1$s%1$s~%1$sx%1$s`%1$s".formatted(gap));
    written("snake_case_name 2 \\* 3 ~/.config", "snake_case_name 2 * 3 ~/.config");
    written("\\> no quotation", gap + "&gt; no quotation");
  }

  @Test
  void words_of_which_a_part_is_marked_stay_together() {
    written("これは**太字**です", "これは\u200B*太字*\u200Bです");
    written("a*b*c", "a\u200B_b_\u200Bc");
  }

  @Test
  void url_in_a_text_is_no_markup() {
    for (String url :
        List.of(
            "https://e.org/_x_",
            "https://e.org/_x_/y",
            "https://e.org/*x*/y?z=1",
            "http://nas:5000/__init__.py",
            "https://e.org/~ann/a~~b~~c",
            "https://e.org/wiki/A_(b)",
            "HTTPS://E.org/%C3%BC/ü#a,b")) {
      written("See " + url, "See <" + url + ">");
      written("**" + url + "**.", "*<" + url + ">*.");
      written("(" + url + "), and", "(<" + url + ">), and");
      written(Markdown.escape(url), "<" + url + ">");
      assertThat(DiscordText.write("See " + url + ".")).isEqualTo("See " + url + ".");
    }
    written("https://e.org/?a=1&b=2&amp;c&lt;d", "<https://e.org/?a=1&amp;b=2&amp;c>&lt;d");
    written("https://e.org。次", "<https://e.org>。次");
    written("xhttps://e.org http:// https", "xhttps://e.org http:// https");
    written("[https://a.org](https://b.org)", "<https://b.org|https://a.org>");
    written("_https://e.org/a_", "_<https://e.org/a>_");
    written("https://" + "a".repeat(5_000), "https://" + "a".repeat(5_000));
  }

  @Test
  void line_of_a_log_that_looks_like_an_address_is_not_lost() {
    written("Failed\n\n[ERROR]: timeout", "Failed\n\n[ERROR]: timeout");
    written("```disk is full\non nas\n```", "```\ndisk is full\non nas\n```");
    written("[the log][1]\n\n[1]: https://e.org", "<https://e.org|the log>");
  }

  @Test
  void notification_without_a_title_shows_words() {
    String text = "**Backup** of [nas](http://nas/a_b_c)\n- `done` & well";
    Notice notice = Notice.of("ops", Severity.info, null, text, SlackFixture.NOW);
    assertThat(((SlackMessage) SlackMessage.of(notice, List.of(), true).get(0)).text())
        .isEqualTo("Backup of nas • done &amp; well");
  }

  @Test
  void mail_shows_tables_and_what_is_struck_out() {
    String html =
        EmailHtml.write(
            SlackFixture.notice("~~old~~\n\n| a | b |\n|---|--:|\n| **c** | https://e.org/_d_ |"),
            NoticeLinks.of(SlackFixture.notice("x"), List.of(), SendingFixture.PRIVATE));
    assertThat(html)
        .contains("<del>old</del>", "<table", "<strong>c</strong></td>")
        .contains("<a href=\"https://e.org/_d_\">https://e.org/_d_</a></td>");
  }

  @Test
  void message_in_telegram_has_no_more_marks_than_are_shown() {
    String text = "**a** `b` [c](https://e.org) ".repeat(100);
    List<TelegramMessage> messages =
        TelegramMessage.of(
            Notice.of("ops", Severity.info, "T", text, TelegramFixture.NOW), List.of());
    assertThat(messages).hasSizeGreaterThan(1);
    int marks = 0;
    for (TelegramMessage message : messages) {
      if (message instanceof TelegramMessage.Text words) {
        int here = words.html().split("</", -1).length - 1;
        assertThat(here).isLessThanOrEqualTo(100);
        marks += here;
      }
    }
    assertThat(marks).isGreaterThanOrEqualTo(300);
  }
}
