package com.millyweb.hub.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.service.discord.DiscordEmbed;
import com.millyweb.hub.service.discord.DiscordMessage;
import com.millyweb.hub.service.email.EmailHtml;
import com.millyweb.hub.service.gotify.GotifyMessage;
import com.millyweb.hub.service.ntfy.NtfyMessage;
import com.millyweb.hub.service.slack.SlackMessage;
import com.millyweb.hub.service.slack.SlackPart;
import com.millyweb.hub.service.telegram.TelegramMessage;
import com.millyweb.hub.service.telegram.TelegramText;
import com.millyweb.hub.service.webhook.WebhookMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As much of everything as a notice may have, in the media that have limits. */
class ExtremeNoticeTest {
  private static final int HUNDRED = 100;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<&>\"' ",
        "*_`[](",
        "👨‍👩‍👧‍👦",
        "word ",
        "x",
        "\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "```\n",
        "[a]:b\n"
      })
  @Timeout(120)
  void everything_fits(String piece) {
    String text = fill(piece, Notice.MAX_TEXT);
    List<Notice.Field> fields = new ArrayList<>();
    List<Notice.Action> actions = new ArrayList<>();
    List<Notice.Attachment> files = new ArrayList<>();
    List<Buttons.Button> buttons = new ArrayList<>();
    for (int i = 0; i < HUNDRED; i++) {
      fields.add(new Notice.Field(i + fill(piece, 500), fill(piece, 5_000), i % 2 == 0));
      String url = i % 2 == 0 ? null : "https://e.org/" + "y".repeat(i * 29);
      actions.add(
          new Notice.Action(i + fill(piece, 500), url, url == null ? "v" + i : null, "danger"));
      buttons.add(
          new Buttons.Button(
              actions.get(i).text(), url, url == null ? "a:" + "t".repeat(22) : null, "danger"));
      files.add(new Notice.Attachment(i + "n".repeat(190), url, url == null ? "content" : null));
    }
    Notice notice =
        Notice.of(
                "ops",
                Severity.critical,
                "T" + fill(piece, Notice.MAX_TITLE - 1),
                text,
                SendingFixture.NOW)
            .withKey("k".repeat(Notice.MAX_NAME))
            .withFields(fields)
            .withActions(actions)
            .withAttachments(files)
            .withLink(new Notice.Link("https://e.org/" + "z".repeat(2_900), fill(piece, 3_000)));

    for (boolean bot : new boolean[] {true, false}) {
      for (SlackPart part : SlackMessage.of(notice, buttons, bot)) {
        if (part instanceof SlackMessage message) {
          assertThat(message.blocks().size()).isLessThanOrEqualTo(50);
          assertThat(chars(NoticeJson.MAPPER.valueToTree(message.blocks())))
              .isLessThanOrEqualTo(12_500);
        }
      }
      for (DiscordMessage message : DiscordMessage.of(notice, buttons, bot)) {
        assertThat(message.content().length()).isLessThanOrEqualTo(2_000);
        assertThat(message.files().size()).isLessThanOrEqualTo(10);
        assertThat(embedChars(message.embeds())).isLessThanOrEqualTo(6_000);
      }
    }
    for (TelegramMessage message : TelegramMessage.of(notice, buttons)) {
      if (message instanceof TelegramMessage.Text words) {
        assertThat(TelegramText.seen(words.html()).length()).isLessThanOrEqualTo(4_096);
      }
    }
    NoticeLinks links = NoticeLinks.of(notice, buttons, SendingFixture.PUBLIC);
    for (NoticeLinks each :
        List.of(links, NoticeLinks.of(notice, buttons, SendingFixture.PRIVATE))) {
      for (NtfyMessage message : NtfyMessage.of(notice, each)) {
        byte[] words = message.message().getBytes(StandardCharsets.UTF_8);
        assertThat(words.length).isLessThanOrEqualTo(4_096);
      }
      assertThat(GotifyMessage.of(notice, each)).hasSizeLessThanOrEqualTo(5);
      assertThat(WebhookMessage.of(notice, each, true).body()).isNotEmpty();
      assertThat(EmailHtml.write(notice, each).length()).isLessThan(20_000_000);
    }
  }

  private static String fill(String piece, int length) {
    return piece.repeat(length / piece.length());
  }

  private static int chars(JsonNode json) {
    int sum = json.asText().length();
    for (JsonNode value : json) {
      sum += chars(value);
    }
    return sum;
  }

  private static int embedChars(List<DiscordEmbed> embeds) {
    int sum = 0;
    for (DiscordEmbed embed : embeds) {
      sum += chars(embed.title()) + chars(embed.description());
      for (DiscordEmbed.Field field :
          Objects.requireNonNullElse(embed.fields(), List.<DiscordEmbed.Field>of())) {
        sum += chars(field.name()) + chars(field.value());
      }
      sum += embed.footer() == null ? 0 : chars(embed.footer().text());
    }
    return sum;
  }

  private static int chars(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
