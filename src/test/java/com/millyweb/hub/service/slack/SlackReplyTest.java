package com.millyweb.hub.service.slack;

import static com.millyweb.hub.fake.FakeSlack.Trick.answer;
import static com.millyweb.hub.service.slack.SlackFixture.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeBody;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Press;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buttons, threads, and answers to people in Slack. */
class SlackReplyTest {
  private static final String LONG = "A sentence of the long report. ".repeat(1_000);

  private static final Notice.Attachment LOG =
      new Notice.Attachment("build.log", null, "line 1\nzwölf");

  private SlackFixture slack = SlackFixture.bot();

  @AfterEach
  void stop() throws Exception {
    slack.close();
  }

  private List<FakeSlack.Message> messages() {
    return slack.fake.messages();
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
    return new NoticeBody("ops", null, null, thread).read(text, SlackFixture.NOW);
  }
}
