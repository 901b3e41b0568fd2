package com.millyweb.hub.service.telegram;

import static com.millyweb.hub.fake.FakeTelegram.Trick.answer;
import static com.millyweb.hub.fake.FakeTelegram.Trick.error;
import static com.millyweb.hub.fake.FakeTelegram.Trick.silent;
import static com.millyweb.hub.fake.FakeTelegram.Trick.tooMany;
import static com.millyweb.hub.service.telegram.TelegramFixture.GROUP;
import static com.millyweb.hub.service.telegram.TelegramFixture.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeBody;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Press;
import com.millyweb.hub.notify.sending.OnAmbiguous;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramTest {
  private static final String LONG = "A sentence of the long report. ".repeat(400);

  private final TelegramFixture telegram = new TelegramFixture();

  @AfterEach
  void stop() throws Exception {
    telegram.close();
  }

  private List<FakeTelegram.Message> messages() {
    return telegram.messages();
  }

  @Test
  void table_stands_in_columns() throws Exception {
    telegram.send(notice("| disk | free |\n|---|---|\n| data | 3 % |"));
    assertThat(messages().get(0).html()).contains("<pre>").contains("disk  free\n");
  }

  @Test
  void bot_writes_a_notice_to_its_chat() throws Exception {
    assertThat(telegram.send(notice("**All** is <well> & [good](https://e.org/?a=1&b=2)")))
        .isEqualTo(Medium.Sent.accepted);

    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).chat()).isEqualTo(TelegramFixture.PERSON);
    assertThat(messages().get(0).text()).isEqualTo("Title\n\nAll is <well> & good");
    assertThat(messages().get(0).html())
        .isEqualTo(
            "<b>Title</b>\n\n"
                + "<b>All</b> is &lt;well&gt; &amp; <a"
                + " href=\"https://e.org/?a=1&amp;b=2\">good</a>");
    assertThat(messages().get(0).body().path("link_preview_options").toString())
        .isEqualTo("{\"is_disabled\":true}");
  }

  @Test
  void markup_that_telegram_does_not_like_is_sent_without_it() throws Exception {
    telegram.fake.next(error(400, "Bad Request: can't parse entities: Unexpected end tag"));
    telegram.send(notice("**All** is < well"));
    assertThat(messages())
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.text()).isEqualTo("Title\n\nAll is < well");
              assertThat(message.body().has("parse_mode")).isFalse();
            });
  }

  @Test
  void long_text_becomes_numbered_messages_with_all_of_it() throws Exception {
    telegram.send(notice(LONG));
    assertThat(messages()).hasSize(4);
    assertThat(messages().get(0).text()).startsWith("Title\n").endsWith("(1/4)");
    assertThat(messages().get(3).text()).endsWith("(4/4)");
    long sentences =
        messages().stream()
            .mapToLong(m -> m.text().split("A sentence of the long report\\.", -1).length - 1)
            .sum();
    assertThat(sentences).isEqualTo(400);
  }

  @Test
  void text_beyond_five_messages_comes_as_a_file() throws Exception {
    telegram.send(notice(LONG.repeat(3)));
    assertThat(messages()).hasSize(2);
    assertThat(messages().get(0).text()).contains("all 37200 characters: notice.md");
    assertThat(messages().get(1).file()).isEqualTo(LONG.repeat(3));
    assertThat(messages().get(1).body().path("filename").asText()).isEqualTo("notice.md");
  }

  @Test
  void attachments_are_uploaded_or_linked() throws Exception {
    telegram.send(
        notice("x")
            .withAttachments(
                List.of(
                    new Notice.Attachment("zähler \"1\".log", null, "line\n"),
                    new Notice.Attachment("graph", "https://e.org/g.png", null))));
    assertThat(messages()).hasSize(2);
    assertThat(messages().get(0).text()).endsWith("📎 graph");
    assertThat(messages().get(1).file()).isEqualTo("line\n");
    assertThat(messages().get(1).body().path("filename").asText()).isEqualTo("zähler '1'.log");
  }

  @Test
  void later_notice_with_the_key_edits_the_earlier_message() throws Exception {
    telegram.send(notice("backup", "running"));
    assertThat(telegram.send(notice("backup", "done"))).isEqualTo(Medium.Sent.updated);
    telegram.send(notice("backup", "verified"));

    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).text()).endsWith("verified");
    assertThat(messages().get(0).edits()).isEqualTo(2);
  }

  @Test
  void edit_that_changes_nothing_is_a_success() throws Exception {
    telegram.send(notice("backup", "running"));
    assertThat(telegram.send(notice("backup", "running"))).isEqualTo(Medium.Sent.updated);
    assertThat(messages()).hasSize(1);
  }

  @Test
  void update_of_a_notice_with_a_file_replaces_what_can_not_be_edited() throws Exception {
    telegram.send(notice("report", LONG.repeat(3)));
    telegram.send(notice("report", LONG));
    assertThat(messages()).hasSize(4).allMatch(message -> message.file() == null);
    telegram.send(notice("report", LONG.repeat(3)));
    telegram.send(notice("report", LONG.repeat(3)));
    assertThat(messages()).hasSize(2);
    assertThat(messages().get(1).file()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
        "Bad Request: MESSAGE_ID_INVALID"
      })
  void message_that_can_not_be_edited_is_posted_anew(String error) throws Exception {
    telegram.send(notice("backup", "running"));
    telegram.fake.delete(messages().get(0).id());
    telegram.fake.next(error(400, error));
    telegram.send(notice("backup", "done"));
    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).edits()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "7|,\"parameters\":{\"retry_after\":7}|",
        "12966|,\"parameters\":{\"retry_after\":12966}|3",
        "86400|,\"parameters\":{\"retry_after\":99999999}|",
        "4||4",
        "30||",
        "30|,\"parameters\":{\"retry_after\":\"soon\"}|"
      },
      delimiter = '|',
      quoteCharacter = '\0')
  void too_many_requests_pause_as_long_as_telegram_says(
      long seconds, String parameters, String header) {
    telegram.fake.next(tooMany(parameters == null ? "" : parameters, header));
    RetryAfter pause = catchThrowableOfType(RetryAfter.class, () -> telegram.send(notice("x")));
    assertThat(pause.delay()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(pause).hasMessageContaining("429");
  }

  @Test
  void pause_of_a_chat_holds_for_whatever_goes_there() throws Exception {
    telegram.fake.next(tooMany(",\"parameters\":{\"retry_after\":60}", null));
    assertThatThrownBy(() -> telegram.send(notice("x"))).isInstanceOf(RetryAfter.class);
    assertThatThrownBy(() -> telegram.send(notice("y"))).isInstanceOf(RetryAfter.class);
    assertThat(telegram.fake.requests()).hasSize(1);
    telegram.send(notice("z"), "816");
    assertThat(messages()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"815404,400,chat not found", "815403,403,bot was blocked by the user"})
  void dead_chat_is_told_as_dead_and_named(String chat, int status, String words) {
    assertThatThrownBy(() -> telegram.send(notice("x"), chat))
        .isInstanceOf(DestinationDead.class)
        .hasMessageContaining(words)
        .hasMessageContaining(chat)
        .hasMessageContaining("" + status)
        .hasMessageNotContaining(FakeTelegram.TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4711:revoked-token_with-35-characters-abcd", "4711:short"})
  void refused_token_is_dead_and_not_shown(String token) {
    Target target =
        new Target("ops/t", "ops", "telegram", "815", null, new Secret(token), OnAmbiguous.retry);
    assertThatThrownBy(
            () ->
                telegram.telegram.send(new NoticeDelivery(notice("x"), target, UUID.randomUUID())))
        .isInstanceOf(DestinationDead.class)
        .hasMessageNotContaining("revoked")
        .hasMessageNotContaining("short");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4711:AA bb", "bot4711:AAAA", "%4711", "4711:AA/../x"})
  void token_that_is_none_is_refused_before_it_can_be_part_of_an_error(String token) {
    Target target =
        new Target("ops/t", "ops", "telegram", "815", null, new Secret(token), OnAmbiguous.retry);
    assertThatThrownBy(() -> telegram.telegram.check(target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BotFather")
        .hasMessageNotContaining(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops", "12/x", "12/3/4", "@a b", "-", "99999999999999999999"})
  void address_that_is_no_chat_is_refused(String address) {
    assertThatThrownBy(() -> telegram.telegram.check(TelegramFixture.target(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + address + "'");
  }

  @Test
  void permanent_error_is_refused_and_named() {
    var refusal = error(400, "Bad Request: BUTTON_DATA_INVALID");
    telegram.fake.next(refusal, refusal);
    assertThatThrownBy(() -> telegram.send(notice("x")))
        .isInstanceOf(PermanentFailure.class)
        .isNotInstanceOf(DestinationDead.class)
        .hasMessageContaining("BUTTON_DATA_INVALID")
        .hasMessageNotContaining(FakeTelegram.TOKEN);
    assertThat(telegram.book()).extracting(row -> row.get("state")).containsExactly("refused");
  }

  @Test
  void group_that_moved_gets_the_message_and_is_remembered() throws Exception {
    telegram.fake.move("-55", GROUP);
    telegram.send(notice("backup", "one"), "-55");
    assertThat(messages()).extracting(FakeTelegram.Message::chat).containsExactly(GROUP);
    telegram.send(notice("two"), "-55");
    assertThat(telegram.fake.requests()).hasSize(3);
    assertThat(telegram.send(notice("backup", "three"), "-55")).isEqualTo(Medium.Sent.updated);
    assertThat(messages())
        .extracting(FakeTelegram.Message::text)
        .containsExactly("Title\n\nthree", "Title\n\ntwo");
  }

  @Test
  void what_may_pass_is_retried() {
    telegram.fake.next(
        error(500, "Internal Server Error"), answer(502, ""), answer(200, "<html>busy</html>"));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> telegram.send(notice("x")))
          .isInstanceOf(SendFailed.class)
          .hasMessageNotContaining(FakeTelegram.TOKEN);
    }
  }

  @Test
  void nobody_listening_is_retried_and_is_not_ambiguous() {
    telegram.fake.close();
    assertThatThrownBy(() -> telegram.send(notice("x")))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining(FakeTelegram.TOKEN);
    assertThat(telegram.book()).extracting(row -> row.get("ambiguous")).containsExactly(false);
    assertThat(telegram.book().toString()).doesNotContain(FakeTelegram.TOKEN);
  }

  @Test
  void missing_answer_is_ambiguous_and_marked_and_sent_again() throws Exception {
    Notice notice = notice("x");
    telegram.fake.next(silent());
    assertThatThrownBy(() -> telegram.send(notice))
        .isInstanceOf(AmbiguousFailure.class)
        .hasMessageContaining("may be in telegram twice")
        .hasMessageNotContaining(FakeTelegram.TOKEN);
    assertThat(telegram.book()).extracting(row -> row.get("ambiguous")).containsExactly(true);

    telegram.send(notice);
    assertThat(messages()).hasSize(2);
  }

  @Test
  void late_answer_is_ambiguous() {
    telegram.fake.stall();
    assertThatThrownBy(() -> telegram.send(notice("x"))).isInstanceOf(AmbiguousFailure.class);
  }

  @Test
  void topic_of_a_forum_gets_its_messages_and_notices_of_a_thread_answer_its_first()
      throws Exception {
    telegram.send(threaded("build 7", "started"), GROUP + "/7");
    telegram.send(threaded("build 7", "failed"), GROUP + "/7");
    assertThat(messages()).allMatch(m -> m.body().path("message_thread_id").asLong() == 7);
    assertThat(messages().get(0).body().has("reply_parameters")).isFalse();
    assertThat(messages().get(1).body().path("reply_parameters").path("message_id").asLong())
        .isEqualTo(messages().get(0).id());
  }

  @Test
  void buttons_stand_under_the_last_part_and_carry_a_token_or_lead_to_a_reachable_url()
      throws Exception {
    Notice notice =
        notice(LONG)
            .withActions(
                List.of(
                    new Notice.Action("Yes", null, "yes", "primary"),
                    new Notice.Action("No", null, "no", "danger"),
                    new Notice.Action("Graph", "https://e.org/g", null, null),
                    new Notice.Action("NAS", "http://nas:5000/", null, null)));
    telegram.send(notice.withKeyForActions());
    assertThat(messages().get(0).buttons()).isEmpty();
    FakeTelegram.Message last = messages().get(3);
    assertThat(last.buttons())
        .extracting(b -> b.path("text").asText())
        .containsExactly("Yes", "No", "Graph");
    assertThat(last.buttons().get(0).path("callback_data").asText()).matches("a:[\\w-]{22}");
    assertThat(last.buttons().get(1).path("style").asText()).isEqualTo("danger");
    assertThat(last.text()).contains("NAS (http://nas:5000/)");
  }

  @Test
  void press_is_answered_also_when_nobody_waits_for_it_any_more() throws Exception {
    telegram.send(notice("x"));
    var query = telegram.fake.press(messages().get(0), 815, "a:b");
    Map<String, String> reply = Map.of("callback", query.path("id").asText());
    Press press = new Press("telegram", "telegram/815", "815", "101", reply);
    telegram.telegram.tell(press, "not you ".repeat(50), true);
    var told = telegram.fake.requests().get(1);
    assertThat(told.method()).isEqualTo("answerCallbackQuery");
    assertThat(told.body().path("show_alert").asBoolean()).isTrue();
    assertThat(told.body().path("text").asText()).hasSize(200).endsWith("…");

    telegram.telegram.tell(press, "again", false);
    assertThat(telegram.fake.requests()).hasSize(3);
    telegram.fake.next(error(500, "Internal Server Error"));
    assertThatThrownBy(() -> telegram.telegram.tell(press, "x", false))
        .isInstanceOf(SendFailed.class);
  }

  private static Notice threaded(String thread, String text) {
    return new NoticeBody("ops", null, null, thread).read(text, TelegramFixture.NOW);
  }
}
