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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackTest {
  private static final String LONG = "A sentence of the long report. ".repeat(1_000);

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
  void text_beyond_five_messages_is_cut_with_a_pointer() throws Exception {
    Notice notice = notice(LONG.repeat(4));
    slack.send(notice);
    assertThat(messages()).hasSize(5);
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

  private static Notice threaded(String thread, String text) {
    return new NoticeBody("ops", null, null, thread).read(text, SlackInTest.NOW);
  }
}
