package com.millyweb.hub.service.slack;

import static com.millyweb.hub.fake.FakeSlack.Trick.answer;
import static com.millyweb.hub.fake.FakeSlack.Trick.error;
import static com.millyweb.hub.fake.FakeSlack.Trick.hangUp;
import static com.millyweb.hub.fake.FakeSlack.Trick.silent;
import static com.millyweb.hub.fake.FakeSlack.Trick.tooMany;
import static com.millyweb.hub.service.slack.SlackFixture.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.SendFailed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slack says no, not now, or nothing. */
class SlackTroubleTest {
  private SlackFixture slack = SlackFixture.bot();

  @AfterEach
  void stop() throws Exception {
    slack.close();
  }

  private List<FakeSlack.Message> messages() {
    return slack.fake.messages();
  }

  private void useWebhook() throws Exception {
    slack.close();
    slack = SlackFixture.webhook();
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
  @CsvSource({"403,action_prohibited", "404,no_service", "410,channel_is_archived"})
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
    slack.fake.next(error(error), error("missing_scope"));
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
    slack.fake.stall();
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
}
