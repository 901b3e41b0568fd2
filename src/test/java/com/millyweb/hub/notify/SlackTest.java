package com.millyweb.hub.notify;

import static com.millyweb.hub.FakeSlack.Trick.answer;
import static com.millyweb.hub.FakeSlack.Trick.error;
import static com.millyweb.hub.FakeSlack.Trick.hangUp;
import static com.millyweb.hub.FakeSlack.Trick.pass;
import static com.millyweb.hub.FakeSlack.Trick.silent;
import static com.millyweb.hub.FakeSlack.Trick.tooMany;
import static com.millyweb.hub.notify.SlackInTest.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.millyweb.hub.FakeSlack;
import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackTest {
  private static final String LONG = "A sentence of the long report. ".repeat(1_000);

  private static final Notice.Attachment LOG =
      new Notice.Attachment("build.log", null, "line 1\nzwölf");

  private SlackInTest slack = SlackInTest.bot();

  @AfterEach
  void stop() throws Exception {
    slack.close();
  }

  private List<FakeSlack.Message> messages() {
    return slack.fake.messages();
  }

  private void useWebhook() throws Exception {
    slack.close();
    slack = SlackInTest.webhook();
  }

  @Test
  void bot_posts_a_notice_to_its_channel() throws Exception {
    assertThat(slack.send(notice("**All** is <well> & [good](https://e.org/?a=1&b=2)")))
        .isEqualTo(Medium.Sent.accepted);

    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).channel()).isEqualTo("C1");
    assertThat(messages().get(0).text()).isEqualTo("Title");
    assertThat(messages().get(0).words())
        .isEqualTo("Title\n*All* is &lt;well&gt; &amp; <https://e.org/?a=1&amp;b=2|good>");
  }

  @Test
  void webhook_posts_a_notice() throws Exception {
    useWebhook();
    slack.send(notice("Hello"));
    assertThat(messages()).extracting(FakeSlack.Message::channel).containsExactly("webhook");
  }

  @Test
  void nobody_is_called_by_what_a_text_contains() throws Exception {
    slack.send(notice("<!channel> <@U1> [x](!here) `<!everyone>`"));
    assertThat(messages().get(0).words()).doesNotContain("<!").doesNotContain("<@");
  }

  @Test
  void long_text_becomes_numbered_messages_with_all_of_it() throws Exception {
    slack.send(notice(LONG));
    assertThat(messages()).hasSize(3);
    assertThat(messages().get(0).words()).startsWith("Title\n").endsWith("(1/3)");
    assertThat(messages().get(2).words()).endsWith("(3/3)");
    long sentences =
        messages().stream()
            .flatMap(message -> message.words().lines())
            .mapToLong(line -> line.split("A sentence of the long report\\.", -1).length - 1)
            .sum();
    assertThat(sentences).isEqualTo(1_000);
  }

  @Test
  void code_emoji_and_surrogates_arrive_whole() throws Exception {
    slack.send(
        notice(
            "```java\n" + "int a = 1 < 2;\n".repeat(2_000) + "```\n" + "👨‍👩‍👧‍👦".repeat(500)));
    assertThat(messages()).hasSizeGreaterThan(1);
    for (FakeSlack.Message message : messages()) {
      for (var block : message.body().path("blocks")) {
        String text = block.path("text").path("text").asText();
        assertThat(text.split("```", -1).length % 2).as(text).isEqualTo(1);
        assertThat(text.codePoints().filter(p -> p >= 0xD800 && p <= 0xDFFF)).isEmpty();
      }
    }
  }

  @Test
  void text_beyond_five_messages_comes_whole_as_a_file() throws Exception {
    Notice notice = notice(LONG.repeat(4));
    slack.send(notice);
    assertThat(messages()).hasSize(5);
    assertThat(messages().get(4).words()).contains("more characters: see notice.md");
    assertThat(slack.fake.files())
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.name()).isEqualTo("notice.md");
              assertThat(file.content()).isEqualTo(LONG.repeat(4));
              assertThat(file.channel()).isEqualTo("C1");
            });
  }

  @Test
  void webhook_cuts_a_text_beyond_five_messages_with_a_pointer() throws Exception {
    useWebhook();
    Notice notice = notice(LONG.repeat(4)).withAttachments(List.of(LOG));
    slack.send(notice);
    assertThat(messages()).hasSize(5);
    assertThat(messages().get(4).words()).contains("📎 build.log: see notice " + notice.id());
    assertThat(messages().get(4).words()).contains("more characters: see notice " + notice.id());
  }

  @Test
  void later_notice_with_the_key_edits_the_earlier_message() throws Exception {
    slack.send(notice("backup", "running"));
    assertThat(slack.send(notice("backup", "done"))).isEqualTo(Medium.Sent.updated);
    slack.send(notice("backup", "verified"));

    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).words()).endsWith("verified");
    assertThat(messages().get(0).edits()).isEqualTo(2);
  }

  @Test
  void earlier_notice_that_comes_late_changes_nothing() throws Exception {
    Notice first = notice("backup", "running");
    slack.send(notice("backup", "done"));
    assertThat(slack.send(first)).isEqualTo(Medium.Sent.superseded);
    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).words()).endsWith("done");
  }

  @Test
  void shorter_update_removes_the_messages_that_are_left_over() throws Exception {
    slack.send(notice("report", LONG));
    slack.send(notice("report", "short"));
    assertThat(messages()).hasSize(1);
    slack.send(notice("report", LONG));
    assertThat(messages()).hasSize(3);
  }

  @Test
  void message_that_somebody_deleted_is_posted_anew() throws Exception {
    slack.send(notice("backup", "running"));
    slack.fake.delete(messages().get(0).ts());
    slack.send(notice("backup", "done"));
    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).edits()).isZero();
  }

  @Test
  void webhook_can_not_edit_and_posts_anew() throws Exception {
    useWebhook();
    slack.send(notice("backup", "running"));
    slack.send(notice("backup", "done"));
    assertThat(messages()).hasSize(2);
  }

  @Test
  void redelivery_sends_nothing_again() throws Exception {
    Notice notice = notice(LONG);
    slack.send(notice);
    slack.send(notice);
    assertThat(messages()).hasSize(3);
    assertThat(slack.fake.requests()).hasSize(3);
  }

  @Test
  void hub_that_died_while_it_sent_asks_before_it_sends_again_where_it_is_told_to()
      throws Exception {
    Notice notice = notice("x");
    slack.send(notice);
    slack.jdbc.sql("update notice_send set state = 'sending', remote = null").update();

    assertThatThrownBy(() -> slack.sendCarefully(notice))
        .isInstanceOf(AmbiguousFailure.class)
        .hasMessageContaining("may be in slack twice");
    assertThat(messages()).hasSize(1);
    assertThat(slack.book().get(0))
        .containsEntry("state", "failed")
        .containsEntry("ambiguous", true);

    slack.sendCarefully(notice);
    assertThat(messages()).as("sent again by a person").hasSize(2);
  }

  @Test
  void retry_resumes_at_the_part_that_failed() throws Exception {
    Notice notice = notice(LONG);
    slack.fake.next(pass(), answer(503, "upstream"));
    assertThatThrownBy(() -> slack.send(notice)).isInstanceOf(SendFailed.class);
    assertThat(messages()).hasSize(1);
    assertThat(slack.book())
        .extracting(row -> row.get("state"))
        .containsExactly("accepted", "failed");

    slack.send(notice);
    assertThat(messages()).hasSize(3);
    assertThat(messages().get(1).words()).endsWith("(2/3)");
    assertThat(slack.fake.requests()).hasSize(4);
  }

  @Test
  void attached_text_is_uploaded_and_attached_url_is_a_link() throws Exception {
    var link = new Notice.Attachment("graph", "https://e.org/graph.png", null);
    slack.send(notice("Failed").withAttachments(List.of(LOG, link)));
    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).words())
        .contains("📎 <https://e.org/graph.png|graph>")
        .doesNotContain("build.log");
    assertThat(slack.fake.files())
        .containsExactly(new FakeSlack.File("build.log", 13, "line 1\nzwölf", "C1", null));
  }

  @Test
  void bot_that_may_not_upload_says_where_the_text_is() throws Exception {
    slack.fake.withoutFiles();
    Notice notice = notice("Failed").withAttachments(List.of(LOG));
    assertThat(slack.send(notice)).isEqualTo(Medium.Sent.accepted);
    assertThat(messages()).hasSize(2);
    assertThat(messages().get(1).words()).isEqualTo("📎 build.log: see notice " + notice.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"file_uploads_disabled", "file_type_not_allowed"})
  void notice_is_no_dead_letter_for_a_file_that_slack_does_not_take(String error) throws Exception {
    slack.fake.next(pass(), error(error));
    slack.send(notice("Failed").withAttachments(List.of(LOG)));
    assertThat(messages()).hasSize(2);
    assertThat(slack.book()).extracting(row -> row.get("state")).containsOnly("accepted");
  }

  @Test
  void text_that_fits_needs_no_file() throws Exception {
    slack.send(notice("Read the notice.md"));
    assertThat(slack.fake.files()).isEmpty();
  }

  @Test
  void later_notice_replaces_the_file_of_the_earlier_one() throws Exception {
    slack.send(notice("build", "Failed").withAttachments(List.of(LOG)));
    var other = new Notice.Attachment("second.log", null, "again");
    slack.send(notice("build", "Failed again").withAttachments(List.of(other)));
    assertThat(slack.fake.files()).extracting(FakeSlack.File::name).containsExactly("second.log");
    slack.send(notice("build", "Repaired"));
    assertThat(slack.fake.files()).isEmpty();
    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).edits()).isEqualTo(2);
  }

  @Test
  void file_takes_the_place_of_a_message_and_a_message_that_of_a_file() throws Exception {
    slack.send(notice("build", LONG));
    slack.send(notice("build", "short").withAttachments(List.of(LOG)));
    assertThat(messages()).hasSize(1);
    assertThat(slack.fake.files()).hasSize(1);
    slack.send(notice("build", LONG));
    assertThat(messages()).hasSize(3);
    assertThat(slack.fake.files()).isEmpty();
  }

  @Test
  void upload_that_goes_unanswered_is_no_doubt_about_a_message() {
    slack.fake.next(pass(), hangUp());
    assertThatThrownBy(() -> slack.send(notice("x").withAttachments(List.of(LOG))))
        .isInstanceOf(SendFailed.class)
        .hasMessageContaining("build.log");
    assertThat(slack.book()).extracting(row -> row.get("ambiguous")).containsOnly(false);
  }

  @Test
  void buttons_carry_tokens_and_nothing_else() throws Exception {
    slack.send(
        notice("restart?")
            .withActions(
                List.of(
                    new Notice.Action("Docs", "https://e.org/docs", null, null),
                    new Notice.Action("Yes", null, "restart web", "primary"),
                    new Notice.Action("No", null, "leave it", "danger"))));
    FakeSlack.Message message = messages().get(0);
    assertThat(message.buttons()).hasSize(2).allMatch(value -> value.matches("a:[\\w-]{22}"));
    assertThat(message.words()).contains("<https://e.org/docs|Docs>", "Yes", "No");
    assertThat(message.body().toString())
        .doesNotContain("restart web")
        .contains("\"action_id\":\"notice/0\"", "\"style\":\"danger\"");
  }

  @Test
  void buttons_stand_in_the_last_message_and_are_gone_with_the_update() throws Exception {
    Notice.Action yes = new Notice.Action("Yes", null, "y", null);
    slack.send(notice("deploy", LONG).withActions(List.of(yes)));
    assertThat(messages()).extracting(m -> m.buttons().size()).containsExactly(0, 0, 1);
    slack.send(notice("deploy", "Decided by alice"));
    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).buttons()).isEmpty();
  }

  @Test
  void reply_stands_in_the_thread_or_the_direct_channel_it_answers() throws Exception {
    slack.reply("C7/1700000001.000200", notice("pong"));
    slack.reply("D1", notice("pong"));
    assertThat(messages()).extracting(FakeSlack.Message::channel).containsExactly("C7", "D1");
    assertThat(messages().get(0).thread()).isEqualTo("1700000001.000200");
    assertThat(messages().get(1).thread()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/1.2", "C1/", "C1/x", "C1/1.2/3", "C1/1700000001"})
  void address_that_is_no_conversation_is_refused(String address) {
    assertThatThrownBy(() -> slack.slack.check(Target.reply("slack", address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(address);
  }

  @Test
  void command_is_answered_where_the_bot_is_not() throws Exception {
    slack.fake.withoutBotIn("C8");
    slack.asked(Duration.ofMinutes(29), slack.fake.responseUrl());
    slack.reply("C8", notice("the answer").withAttachments(List.of(LOG)));
    assertThat(slack.fake.responses()).hasSize(2);
    assertThat(slack.fake.responses().get(0).path("response_type").asText())
        .isEqualTo("in_channel");
    assertThat(messages().get(0).words()).endsWith("the answer");
    assertThat(messages().get(1).words()).contains("📎 build.log: see notice");
    // a notice that nobody asked for has no such way
    assertThatThrownBy(() -> slack.sendTo("C8", notice("x"))).isInstanceOf(DestinationDead.class);
  }

  @Test
  void command_is_answered_five_times_and_for_half_an_hour() throws Exception {
    slack.fake.withoutBotIn("C8");
    slack.asked(Duration.ofMinutes(31), slack.fake.responseUrl());
    assertThatThrownBy(() -> slack.reply("C8", notice("late"))).isInstanceOf(DestinationDead.class);
    slack.asked(Duration.ZERO, slack.fake.responseUrl());
    for (int i = 0; i < 5; i++) {
      slack.reply("C8", notice("answer"));
    }
    assertThatThrownBy(() -> slack.reply("C8", notice("one more")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("used_url")
        .hasMessageNotContaining("/response/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/response",
        "http://hooks.slack.com/actions/1",
        "https://hooks.slack.com@evil.example/1",
        "https://hooks.slack.com.evil.example/1",
        "https://hooks.slack.com:8443/1",
        "http://127.0.0.1:1/response/0",
        "file:///etc/passwd",
        "not a url"
      })
  void nobody_but_slack_is_called_by_a_response_url(String url) throws Exception {
    slack.fake.withoutBotIn("C8");
    slack.asked(Duration.ZERO, url);
    assertThatThrownBy(() -> slack.reply("C8", notice("x"))).isInstanceOf(DestinationDead.class);
    slack.slack.tell(press(url), "No", true);
    assertThat(new SlackHosts(URI.create("https://slack.com/api")).responses(url)).isEmpty();
    assertThat(slack.fake.responses()).isEmpty();
  }

  @Test
  void refusal_is_told_to_the_one_who_pressed_and_success_is_seen_in_the_message()
      throws Exception {
    String url = slack.fake.responseUrl();
    slack.slack.tell(press(url), "You may not <do> that", true);
    slack.slack.tell(press(url), "Done", false);
    slack.slack.tell(new Press("slack", "slack/C1", "U1", null, Map.of()), "No", true);
    assertThat(slack.fake.responses())
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.path("response_type").asText()).isEqualTo("ephemeral");
              assertThat(told.path("replace_original").asBoolean(true)).isFalse();
              assertThat(told.path("text").asText()).isEqualTo("You may not &lt;do&gt; that");
            });
    slack.fake.next(answer(404, "{\"ok\":false,\"error\":\"expired_url\"}"));
    slack.slack.tell(press(url), "Too late", true);
  }

  @Test
  void table_stands_in_columns() throws Exception {
    slack.send(
        notice("Disks:\n| disk | use |\n|---|---:|\n| sda | 81 % |\n| nvme0 | 3 % |\n\nEnd"));
    assertThat(messages().get(0).words())
        .endsWith("Disks:\n\n```\ndisk   use\nsda    81 %\nnvme0  3 %\n```\n\nEnd");
  }

  @Test
  void pause_until_a_date_is_understood() {
    slack.fake.next(tooMany("Sun, 01 Nov 2026 12:01:30 GMT"));
    RetryAfter pause = catchThrowableOfType(RetryAfter.class, () -> slack.send(notice("x")));
    assertThat(pause.delay()).isEqualTo(Duration.ofSeconds(90));
  }

  @ParameterizedTest
  @CsvSource({"7,7000", "1.5,1500", "0,0", "999999,86400000", "soon,30000"})
  void ratelimited_pauses_as_long_as_slack_says(String retryAfter, long millis) {
    slack.fake.next(tooMany(retryAfter));
    RetryAfter pause = catchThrowableOfType(RetryAfter.class, () -> slack.send(notice("x")));
    assertThat(pause.delay()).isEqualTo(Duration.ofMillis(millis));
    assertThat(pause).hasMessageContaining("429");
  }

  @Test
  void ratelimited_is_understood_with_status_200_too() {
    slack.fake.next(error("ratelimited"));
    assertThatThrownBy(() -> slack.send(notice("x"))).isInstanceOf(RetryAfter.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_auth",
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "msg_too_long",
        "msg_blocks_too_long",
        "invalid_blocks",
        "missing_scope"
      })
  void permanent_error_is_refused_and_named(String error) {
    slack.fake.next(error(error));
    assertThatThrownBy(() -> slack.send(notice("x")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(error)
        .hasMessageContaining("C1")
        .hasMessageNotContaining(FakeSlack.TOKEN);
    assertThat(slack.book()).extracting(row -> row.get("state")).containsExactly("refused");
  }

  @ParameterizedTest
  @CsvSource({
    "400,invalid_payload",
    "403,action_prohibited",
    "404,no_service",
    "410,channel_is_archived"
  })
  void webhook_says_no_with_a_word(int status, String word) throws Exception {
    useWebhook();
    slack.fake.next(answer(status, word));
    assertThatThrownBy(() -> slack.send(notice("x")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(word)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_auth",
        "account_inactive",
        "token_revoked",
        "channel_not_found",
        "is_archived",
        "not_in_channel"
      })
  void destination_that_is_dead_is_told_from_a_message_that_is_refused(String error) {
    slack.fake.next(error(error), error("msg_too_long"));
    assertThatThrownBy(() -> slack.send(notice("x"))).isInstanceOf(DestinationDead.class);
    assertThatThrownBy(() -> slack.send(notice("x"))).isNotInstanceOf(DestinationDead.class);
  }

  @Test
  void message_in_a_channel_that_is_gone_is_posted_anew_where_notices_go_now() throws Exception {
    slack.send(notice("backup", "running"));
    slack.fake.next(error("channel_not_found"));
    slack.send(notice("backup", "done"));
    assertThat(messages()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"403,action_prohibited", "404,no_service", "410,channel_is_archived"})
  void revoked_webhook_is_dead(int status, String word) throws Exception {
    useWebhook();
    slack.fake.revoke(status, word);
    assertThatThrownBy(() -> slack.send(notice("x")))
        .isInstanceOf(DestinationDead.class)
        .hasMessageContaining(word)
        .hasMessageNotContaining("secret");
  }

  @Test
  void slow_answer_within_the_time_is_an_answer() throws Exception {
    slack.fake.next(FakeSlack.Trick.slow(Duration.ofMillis(500)));
    assertThat(slack.send(notice("x"))).isEqualTo(Medium.Sent.accepted);
  }

  @Test
  void what_may_pass_is_retried() {
    slack.fake.next(error("internal_error"), answer(500, ""), answer(200, "<html>busy</html>"));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> slack.send(notice("x"))).isInstanceOf(SendFailed.class);
    }
  }

  @Test
  void nobody_listening_is_retried_and_is_not_ambiguous() throws Exception {
    slack.fake.close();
    assertThatThrownBy(() -> slack.send(notice("x"))).isInstanceOf(IOException.class);
    assertThat(slack.book()).extracting(row -> row.get("ambiguous")).containsExactly(false);
  }

  @Test
  void missing_answer_is_ambiguous_and_marked_and_sent_again() throws Exception {
    Notice notice = notice("x");
    slack.fake.next(silent());
    assertThatThrownBy(() -> slack.send(notice))
        .isInstanceOf(AmbiguousFailure.class)
        .hasMessageContaining("may be in slack twice");
    assertThat(slack.book()).extracting(row -> row.get("ambiguous")).containsExactly(true);

    slack.send(notice);
    assertThat(messages()).hasSize(2);
    assertThat(slack.book())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("state", "accepted")
                    .containsEntry("ambiguous", true)
                    .containsEntry("attempts", 2));
  }

  @Test
  void late_answer_is_ambiguous() {
    var never = new CountDownLatch(1);
    slack.fake.next(
        () -> {
          never.await();
          return null;
        });
    assertThatThrownBy(() -> slack.send(notice("x"))).isInstanceOf(AmbiguousFailure.class);
  }

  @Test
  void hanging_up_without_the_work_is_ambiguous_too() {
    slack.fake.next(hangUp());
    assertThatThrownBy(() -> slack.send(notice("x"))).isInstanceOf(AmbiguousFailure.class);
  }

  @Test
  void attempt_that_died_with_the_hub_is_ambiguous() throws Exception {
    Notice notice = notice("x");
    slack.fake.next(error("internal_error"));
    assertThatThrownBy(() -> slack.send(notice)).isInstanceOf(SendFailed.class);
    slack.jdbc.sql("update notice_send set state = 'sending'").update();

    slack.send(notice);
    assertThat(slack.book()).extracting(row -> row.get("ambiguous")).containsExactly(true);
  }

  @Test
  void notices_of_a_thread_stand_under_its_first_message() throws Exception {
    Notice first = threaded("build 7", "started");
    slack.send(first);
    slack.send(threaded("build 7", "failed"));
    assertThat(messages().get(0).thread()).isNull();
    assertThat(messages().get(1).thread()).isEqualTo(messages().get(0).ts());
  }

  private static Press press(String responseUrl) {
    return new Press(
        "slack", "slack/C1", "U1", "1700000000.000001", Map.of("response_url", responseUrl));
  }

  private static Notice threaded(String thread, String text) {
    return new NoticeBody("ops", null, null, thread).read(text, SlackInTest.NOW);
  }
}
