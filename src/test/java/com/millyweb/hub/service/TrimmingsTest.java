package com.millyweb.hub.service;

import static com.millyweb.hub.notify.sending.SendingFixture.full;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.fake.FakeDiscord;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.service.discord.DiscordFixture;
import com.millyweb.hub.service.slack.SlackFixture;
import com.millyweb.hub.service.telegram.TelegramFixture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A notice is never lost for what stands around its words, nor a destination for a stranger's no.
 */
class TrimmingsTest {
  private static final String NAS = "http://nas:5000/volumes";

  private static Notice leadingTo(String url) {
    return DiscordFixture.titled("Disk is full")
        .withLink(new Notice.Link(url, null))
        .withActions(
            List.of(
                new Notice.Action("Volumes", url, null, null),
                new Notice.Action("Clean up", null, "clean", null)))
        .withAttachments(List.of(new Notice.Attachment("graph.png", url + "/graph.png", null)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NAS,
        "http://localhost:3000",
        "https://[fd00::1]:8080/x",
        "http://nas",
        "https://nas.:1/x",
        "http://user@nas/x",
        "https://e.org:99999/"
      })
  void discord_gets_what_it_takes_for_no_url_as_words(String url) throws Exception {
    for (boolean bot : List.of(true, false)) {
      try (DiscordFixture discord = bot ? DiscordFixture.bot() : DiscordFixture.webhook()) {
        discord.send(leadingTo(url));
        assertThat(discord.fake.requests()).as("taken at once").hasSize(1);
        FakeDiscord.Message message = discord.messages().get(0);
        assertThat(message.words()).contains("Disk is full", url, "Volumes", "graph.png");
        assertThat(message.body().path("embeds").findValues("url")).isEmpty();
      }
    }
  }

  @Test
  void discord_gets_a_public_url_as_decoration() throws Exception {
    try (DiscordFixture discord = DiscordFixture.bot()) {
      discord.send(leadingTo("https://192.168.1.5:5001/volumes"));
      JsonNode body = discord.messages().get(0).body();
      assertThat(body.path("embeds").get(0).has("url")).isTrue();
      assertThat(body.path("embeds").get(0).has("image")).isTrue();
      assertThat(discord.messages().get(0).buttons()).hasSize(2);
    }
  }

  @Test
  void discord_that_names_the_embed_keeps_its_words_and_the_buttons() throws Exception {
    try (DiscordFixture discord = DiscordFixture.bot()) {
      discord.fake.next(
          FakeDiscord.Trick.answer(
              400,
              """
              {"message":"Invalid Form Body","code":50035,"errors":{"embeds":{"0":{"url":{"_errors":[]}}}}}
              """));
      discord.send(full(Severity.error));
      FakeDiscord.Message message = discord.messages().get(0);
      assertThat(message.words())
          .contains("Disk", "89 %", "nas", "https://e.org/graph.png", "Runbook: https://e.org/run");
      assertThat(message.body().path("embeds")).hasSize(1);
      assertThat(message.buttons()).hasSize(1);
      assertThat(message.files()).as("not to blame").hasSize(1);
    }
  }

  @Test
  void discord_without_the_right_to_send_files_gets_the_rest() throws Exception {
    try (DiscordFixture discord = DiscordFixture.bot()) {
      discord.fake.next(FakeDiscord.Trick.error(403, 50013, "Missing Permissions"));
      Notice notice = full(Severity.error);
      discord.send(notice);
      FakeDiscord.Message message = discord.messages().get(0);
      assertThat(message.files()).isEmpty();
      assertThat(message.words()).contains("89 %", "täglich.log: see notice " + notice.id());
    }
  }

  @Test
  void discord_that_refuses_all_but_words_gets_words() throws Exception {
    try (DiscordFixture discord = DiscordFixture.bot()) {
      var refusal = FakeDiscord.Trick.error(400, 50035, "Invalid Form Body");
      discord.fake.next(refusal, refusal);
      Notice notice = full(Severity.error);
      discord.send(notice);
      FakeDiscord.Message message = discord.messages().get(0);
      assertThat(message.body().path("embeds")).isEmpty();
      assertThat(message.body().path("content").asText())
          .contains("Disk", "89 %", "nas", "Clean up", "notice " + notice.id())
          .hasSizeLessThanOrEqualTo(2_000);

      discord.fake.next(refusal, refusal, refusal);
      assertThatThrownBy(() -> discord.send(full(Severity.error)))
          .isInstanceOf(MessageRefused.class);
    }
  }

  @Test
  void discord_that_lets_nothing_be_said_is_dead() throws Exception {
    try (DiscordFixture discord = DiscordFixture.bot()) {
      var refusal = FakeDiscord.Trick.error(403, 50013, "Missing Permissions");
      discord.fake.next(refusal, refusal, refusal);
      assertThatThrownBy(() -> discord.send(full(Severity.error)))
          .isInstanceOf(DestinationDead.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403,<html>Attention Required! | Cloudflare</html>",
    "401,no",
    "404,<html>not here</html>",
    "403,'{\"message\":\"internal network error\",\"code\":40333}'"
  })
  void answer_of_something_before_discord_disables_nothing(int status, String body)
      throws Exception {
    try (DiscordFixture discord = DiscordFixture.bot()) {
      Notice notice = DiscordFixture.notice("x");
      discord.fake.next(FakeDiscord.Trick.answer(status, body));
      assertThatThrownBy(() -> discord.send(notice)).isInstanceOf(SendFailed.class);
      discord.send(notice);
      assertThat(discord.messages()).hasSize(1);
    }
  }

  @Test
  void code_that_says_nothing_of_the_destination_refuses_one_message() throws Exception {
    try (DiscordFixture discord = DiscordFixture.bot()) {
      discord.fake.next(FakeDiscord.Trick.error(403, 20009, "Explicit content"));
      assertThatThrownBy(() -> discord.send(DiscordFixture.notice("x")))
          .isInstanceOf(PermanentFailure.class)
          .isNotInstanceOf(DestinationDead.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"404,10003,Unknown Channel", "403,50001,Missing Access"})
  void message_in_a_channel_that_is_gone_is_posted_anew(int status, int code, String words)
      throws Exception {
    try (DiscordFixture discord = DiscordFixture.bot()) {
      discord.send(DiscordFixture.keyed("k", "one"));
      discord.fake.next(FakeDiscord.Trick.error(status, code, words));
      discord.send(DiscordFixture.keyed("k", "two"));
      assertThat(discord.messages()).hasSize(2);
    }
  }

  @Test
  void too_many_edits_of_an_old_message_post_it_anew() throws Exception {
    try (DiscordFixture discord = DiscordFixture.bot()) {
      discord.send(DiscordFixture.keyed("k", "one"));
      discord.fake.next(
          FakeDiscord.Trick.error(429, 30046, "Maximum number of edits to messages older than 1h"));
      assertThat(discord.send(DiscordFixture.keyed("k", "two"))).isEqualTo(Medium.Sent.updated);
      assertThat(discord.messages()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_blocks", "msg_blocks_too_long", "metadata_too_large"})
  void slack_that_takes_no_blocks_gets_all_words(String error) throws Exception {
    try (SlackFixture slack = SlackFixture.bot()) {
      slack.fake.next(FakeSlack.Trick.error(error));
      Notice notice = full(Severity.error);
      slack.send(notice);
      FakeSlack.Message message = slack.fake.messages().get(0);
      assertThat(message.body().has("blocks")).isFalse();
      assertThat(message.body().has("metadata")).isFalse();
      assertThat(message.text())
          .contains("Disk &lt;full&gt;", "*89 %*", "nas_1", "line 2", "https://e.org/run")
          .contains("To be answered in the hub, notice " + notice.id() + ": Clean up");
    }
  }

  @Test
  void slack_webhook_that_takes_no_blocks_gets_all_words() throws Exception {
    try (SlackFixture slack = SlackFixture.webhook()) {
      slack.fake.next(FakeSlack.Trick.answer(400, "invalid_blocks"));
      slack.send(full(Severity.error));
      assertThat(slack.fake.messages().get(0).text()).contains("*89 %*");
    }
  }

  @Test
  void slack_thread_that_is_gone_is_left() throws Exception {
    try (SlackFixture slack = SlackFixture.bot()) {
      slack.send(SendingFixture.threaded("t", "first"));
      slack.fake.next(FakeSlack.Trick.error("thread_not_found"));
      slack.send(SendingFixture.threaded("t", "second"));
      slack.send(SendingFixture.threaded("t", "third"));
      List<FakeSlack.Message> messages = slack.fake.messages();
      assertThat(messages).hasSize(3);
      assertThat(messages.get(1).thread()).isNull();
      assertThat(messages.get(2).thread()).as("begins anew").isEqualTo(messages.get(1).ts());

      slack.fake.next(FakeSlack.Trick.error("thread_not_found"));
      slack.sendTo("C1/1600000000.000001", SlackFixture.notice("fourth"));
      assertThat(slack.fake.messages()).hasSize(4);
    }
  }

  @Test
  void slack_channel_without_the_right_to_upload_stays_alive() throws Exception {
    try (SlackFixture slack = SlackFixture.bot()) {
      slack.fake.next(
          FakeSlack.Trick.pass(), FakeSlack.Trick.pass(), FakeSlack.Trick.error("not_in_channel"));
      Notice notice = full(Severity.error);
      slack.send(notice);
      assertThat(slack.fake.messages().get(1).text())
          .contains("täglich.log: see notice " + notice.id());
    }
  }

  @ParameterizedTest
  @CsvSource({"403,<html>blocked</html>", "404,404 page not found", "410,Gone"})
  void answer_of_something_before_slack_disables_nothing(int status, String body) throws Exception {
    for (boolean bot : List.of(true, false)) {
      try (SlackFixture slack = bot ? SlackFixture.bot() : SlackFixture.webhook()) {
        Notice notice = SlackFixture.notice("x");
        slack.fake.next(FakeSlack.Trick.answer(status, body));
        assertThatThrownBy(() -> slack.send(notice)).isInstanceOf(SendFailed.class);
        slack.send(notice);
        assertThat(slack.fake.messages()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bad Request: BUTTON_URL_INVALID",
        "Bad Request: inline keyboard button URL 'x' is invalid: Wrong HTTP URL",
        "Bad Request: can't parse entities: unexpected end tag",
        "Bad Request: ENTITIES_TOO_LONG",
        "Bad Request: message to be replied not found"
      })
  void telegram_that_refuses_the_message_gets_its_words(String refusal) throws Exception {
    try (TelegramFixture telegram = new TelegramFixture()) {
      telegram.fake.next(FakeTelegram.Trick.error(400, refusal));
      telegram.send(full(Severity.error));
      FakeTelegram.Message message = telegram.messages().get(0);
      assertThat(message.text()).contains("Disk <full>", "89 %", "Runbook: https://e.org/run");
      assertThat(message.body().has("parse_mode")).isFalse();
      assertThat(message.buttons()).as("what is pressed stays").hasSize(1);
    }
  }

  @Test
  void telegram_that_takes_no_buttons_says_where_to_press() throws Exception {
    try (TelegramFixture telegram = new TelegramFixture()) {
      var refusal = FakeTelegram.Trick.error(400, "Bad Request: REPLY_MARKUP_INVALID");
      telegram.fake.next(refusal, refusal);
      Notice notice = full(Severity.error);
      telegram.send(notice);
      assertThat(telegram.messages().get(0).buttons()).isEmpty();
      assertThat(telegram.messages().get(0).text())
          .contains("To be answered in the hub, notice " + notice.id() + ": Clean up");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400,Bad Request: not enough rights to send documents to the chat",
    "413,Request Entity Too Large"
  })
  void telegram_that_takes_no_file_gets_a_line(int status, String refusal) throws Exception {
    try (TelegramFixture telegram = new TelegramFixture()) {
      telegram.fake.next(FakeTelegram.Trick.pass(), FakeTelegram.Trick.error(status, refusal));
      Notice notice = full(Severity.error);
      telegram.send(notice);
      assertThat(telegram.messages().get(1).text())
          .contains("täglich.log: see notice " + notice.id());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bad Request: message thread not found", "Bad Request: TOPIC_DELETED"})
  void telegram_topic_that_is_gone_is_left(String refusal) throws Exception {
    try (TelegramFixture telegram = new TelegramFixture()) {
      telegram.fake.next(FakeTelegram.Trick.error(400, refusal));
      telegram.send(TelegramFixture.notice("x"), TelegramFixture.GROUP + "/7");
      assertThat(telegram.messages())
          .singleElement()
          .satisfies(m -> assertThat(m.body().has("message_thread_id")).isFalse());
    }
  }

  @ParameterizedTest
  @CsvSource({"403,<html>blocked</html>", "401,'{\"error\":\"proxy\"}'", "404,nothing here"})
  void answer_of_something_before_telegram_disables_nothing(int status, String body)
      throws Exception {
    try (TelegramFixture telegram = new TelegramFixture()) {
      Notice notice = TelegramFixture.notice("x");
      telegram.fake.next(FakeTelegram.Trick.answer(status, body));
      assertThatThrownBy(() -> telegram.send(notice)).isNotInstanceOf(DestinationDead.class);
    }
  }
}
