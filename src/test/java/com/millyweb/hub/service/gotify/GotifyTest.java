package com.millyweb.hub.service.gotify;

import static com.millyweb.hub.notify.sending.SendingFixture.LONG;
import static com.millyweb.hub.notify.sending.SendingFixture.full;
import static com.millyweb.hub.notify.sending.SendingFixture.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.fake.FakeGotify;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.OnAmbiguous;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GotifyTest {
  private final FakeGotify fake = FakeGotify.start();
  private final SendingFixture sending = new SendingFixture();
  private Gotify gotify = gotify(fake.url() + "/", FakeGotify.TOKEN, SendingFixture.PUBLIC);

  @AfterEach
  void stop() throws Exception {
    sending.close();
    fake.close();
  }

  private Gotify gotify(String url, String token, PublicUrlProperties publicUrl) {
    return new Gotify(
        new GotifyProperties(
            url == null ? null : URI.create(url),
            token == null ? null : new Secret(token),
            SendingFixture.FAST,
            1_000,
            SendingFixture.SECOND),
        sending.sequence,
        sending.links(publicUrl),
        sending.clients(Clock.systemUTC()));
  }

  private Medium.Sent send(Notice notice) throws Exception {
    return gotify.send(SendingFixture.delivery(notice, Target.of("ops", gotify)));
  }

  private List<String> texts() {
    return fake.messages().stream().map(FakeGotify.Message::text).toList();
  }

  private static Target named(String address, String token) {
    return new Target(
        "ops/gotify/x",
        "ops",
        "gotify",
        address,
        null,
        token == null ? null : new Secret(token),
        OnAmbiguous.retry);
  }

  @Test
  void notice_arrives_with_its_markdown() throws Exception {
    assertThat(send(notice("**All** is well 👍"))).isEqualTo(Medium.Sent.accepted);

    JsonNode body = fake.messages().get(0).body();
    assertThat(body.path("title").asText()).isEqualTo("Title");
    assertThat(body.path("message").asText()).isEqualTo("**All** is well 👍");
    assertThat(body.path("extras").path("client::display").path("contentType").asText())
        .isEqualTo("text/markdown");
  }

  @ParameterizedTest
  @CsvSource({"debug,1", "info,4", "success,4", "warning,6", "error,8", "critical,10"})
  void severity_is_priority(Severity severity, int priority) throws Exception {
    send(Notice.of("ops", severity, "Title", "text", SendingFixture.NOW));
    assertThat(fake.messages().get(0).body().path("priority").asInt()).isEqualTo(priority);
  }

  @Test
  void fields_links_actions_and_files_are_in_the_text() throws Exception {
    send(full(Severity.warning));
    FakeGotify.Message message = fake.messages().get(0);
    assertThat(message.title()).isEqualTo("⚠️ Disk <full> & \"hot\"");
    assertThat(message.text())
        .contains("- **host:** nas_1", "[Dashboard](https://e.org/d?a=1&b=%282%29)")
        .contains("[Runbook](https://e.org/run)", "[graph.png](https://e.org/graph.png)")
        .containsPattern("\\[Clean up]\\(https://hub\\.example\\.org/act/a:[A-Za-z0-9_-]{22}\\)")
        .contains("📎 täglich.log: see [notice ");
    JsonNode notification = message.body().path("extras").path("client::notification");
    assertThat(notification.path("click").path("url").asText())
        .isEqualTo("https://e.org/d?a=1&b=(2)");
  }

  @Test
  void action_without_a_public_url_says_where_it_is_answered() throws Exception {
    gotify = gotify(fake.url(), FakeGotify.TOKEN, SendingFixture.PRIVATE);
    Notice notice = full(Severity.info);
    send(notice);
    assertThat(texts().get(0))
        .contains("To be answered in the hub, notice %s: Clean up".formatted(notice.id()))
        .doesNotContain("/act/");
  }

  @Test
  void notice_of_a_title_alone_is_its_text() throws Exception {
    send(Notice.of("ops", Severity.error, "Door open", "", SendingFixture.NOW));
    assertThat(texts()).containsExactly("❌ Door open");
    assertThat(fake.messages().get(0).title()).isEmpty();
    send(Notice.of("ops", Severity.error, " ", "", SendingFixture.NOW));
    assertThat(texts()).containsExactly("❌ Door open", "error");
  }

  @Test
  void text_beyond_five_messages_is_cut_with_a_pointer() throws Exception {
    Notice notice = notice(LONG.repeat(2));
    send(notice);
    assertThat(texts()).hasSize(5);
    assertThat(texts().get(4)).contains("more characters: see [notice %s](".formatted(notice.id()));
  }

  @Test
  void code_emoji_and_surrogates_arrive_whole() throws Exception {
    send(
        notice("```java\n" + "int a = 1 < 2;\n".repeat(800) + "```\n" + "👨‍👩‍👧‍👦".repeat(300)));
    assertThat(texts()).hasSizeBetween(2, 5);
    for (String text : texts()) {
      assertThat(text.split("```", -1).length % 2).as(text).isEqualTo(1);
      assertThat(text.codePoints().filter(p -> p >= 0xD800 && p <= 0xDFFF)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"7,7000", "1.5,1500", "999999,86400000", "soon,30000"})
  void proxy_that_limits_is_given_time(String retryAfter, long millis) {
    fake.next(429, "slow down", "Retry-After", retryAfter);
    RetryAfter pause = catchThrowableOfType(RetryAfter.class, () -> send(notice("x")));
    assertThat(pause.delay()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void refused_token_is_a_dead_destination_and_is_not_shown() {
    gotify = gotify(fake.url(), "Awrong-token", SendingFixture.PUBLIC);
    assertThatThrownBy(() -> send(notice("x")))
        .isInstanceOf(DestinationDead.class)
        .hasMessageContaining("valid access token")
        .hasMessageNotContaining("Awrong-token");
    assertThat(sending.states()).containsExactly("refused");
  }

  @Test
  void what_is_refused_with_extras_is_sent_without() throws Exception {
    fake.next(400, "{\"error\":\"Bad Request\"}");
    send(full(Severity.error));
    assertThat(fake.messages())
        .singleElement()
        .satisfies(message -> assertThat(message.body().has("extras")).isFalse());
    assertThat(texts().get(0)).contains("89 %", "https://e.org/run");
  }

  @ParameterizedTest
  @CsvSource({"401", "403", "404"})
  void page_of_a_proxy_disables_nothing(int status) throws Exception {
    Notice notice = notice("x");
    fake.next(status, "<html>blocked</html>");
    assertThatThrownBy(() -> send(notice)).isInstanceOf(SendFailed.class);
    send(notice);
    assertThat(fake.messages()).hasSize(1);
  }

  @Test
  void late_answer_is_ambiguous() {
    fake.stall();
    assertThatThrownBy(() -> send(notice("x"))).isInstanceOf(AmbiguousFailure.class);
  }

  @Test
  void two_hundred_notices_arrive_in_order() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      expected.add("Notice " + i);
      send(notice("Notice " + i));
    }
    assertThat(texts()).isEqualTo(expected);
  }

  @Test
  void configuration_is_checked() {
    assertThatThrownBy(() -> gotify("e.org", "A1", SendingFixture.PUBLIC))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("hub.notify.gotify.url must be an http or https URL");
    assertThatThrownBy(() -> gotify.check(named("alarms", null)))
        .hasMessageContaining("address = alarms: is only a name");
    gotify.check(named("alarms", "A2"));
    Gotify unset = gotify(null, null, SendingFixture.PUBLIC);
    assertThat(unset.isReady()).isFalse();
    assertThatThrownBy(() -> unset.check(Target.of("ops", unset)))
        .hasMessage("Gotify needs hub.notify.gotify.url");
  }
}
