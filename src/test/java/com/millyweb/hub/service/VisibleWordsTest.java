package com.millyweb.hub.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.service.discord.DiscordMessage;
import com.millyweb.hub.service.email.EmailHtml;
import com.millyweb.hub.service.slack.SlackMessage;
import com.millyweb.hub.service.telegram.TelegramFixture;
import com.millyweb.hub.service.telegram.TelegramMessage;
import com.millyweb.hub.service.telegram.TelegramText;
import com.millyweb.hub.text.Markdown;
import com.millyweb.hub.text.PlainMarkup;
import com.millyweb.hub.text.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever Markdown makes of a text, nobody misses a word of it in any medium. */
class VisibleWordsTest {
  @Property(tries = 300)
  void no_word_is_lost(@ForAll("shapes") List<String> shapes) {
    List<String> words = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String shape : shapes) {
      for (String piece : shape.split("(?<=%)|(?=%)")) {
        if (piece.equals("%")) {
          words.add("w%dx".formatted(words.size()));
          text.append(words.get(words.size() - 1));
        } else {
          text.append(piece);
        }
      }
    }
    words.add("w-last-x");
    text.append("\n\nw-last-x");
    Notice notice =
        Notice.of("ops", Severity.info, null, "x " + text, TelegramFixture.NOW)
            .withFields(List.of(new Notice.Field("f", text.toString(), false)));
    NoticeLinks links = NoticeLinks.of(notice, List.of(), SendingFixture.PRIVATE);
    StringBuilder telegram = new StringBuilder();
    for (TelegramMessage message : TelegramMessage.of(notice.withFields(List.of()), List.of())) {
      telegram.append(TelegramText.seen(((TelegramMessage.Text) message).html()));
    }
    assertThat(telegram).contains(words);
    assertThat(SlackMessage.of(notice, List.of(), true).toString()).contains(words);
    assertThat(DiscordMessage.of(notice.withFields(List.of()), List.of(), true).toString())
        .contains(words);
    assertThat(new Markdown(PlainMarkup.LINKS).write(text.toString())).contains(words);
    assertThat(EmailHtml.write(notice, links)).contains(words);
    for (Map.Entry<String, String> each :
        Map.of("text", text.toString(), "fenced", Tables.fenced(text.toString())).entrySet()) {
      assertThat(each.getValue()).as(each.getKey()).contains(words);
    }
  }

  @Provide
  Arbitrary<List<String>> shapes() {
    return Arbitraries.of(
            "% ",
            "**%** ",
            "~~%~~ ",
            "*%*% ",
            "__init_% ",
            "`%` ",
            "[%](https://e.org/a_b) ",
            "[%](http://nas:5000) ",
            "[%](mailto:a@e.org) ",
            "[%][x] ",
            "[%]: %\n\n",
            "[x]: https://e.org/\n\n",
            "![%](https://e.org/i.png) ",
            "https://e.org/_%_ ",
            "http://nas/*%* ",
            "<%@e.org> ",
            "<b>%</b> ",
            "<!-- % --> ",
            "> %\n\n",
            "- %\n",
            "  - %\n",
            "1. %\n",
            "# %\n",
            "\n```\n%\n```\n",
            "\n\n    %\n\n",
            "&lt;% ",
            "\\*%\\* ",
            "\n| % | b |\n|---|---|\n| **%** | [%](https://e.org) \\| % |\n\n",
            "\n> | % |\n> |---|\n> | `%` |\n\n",
            "@% ",
            "|",
            "*",
            "~~ ",
            "\n```% %\n%\n```\n",
            "\n",
            "\n\n")
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }
}
