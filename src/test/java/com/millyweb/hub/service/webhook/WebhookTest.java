package com.millyweb.hub.service.webhook;

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
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.fake.FakeWebhookReceiver;
import com.millyweb.hub.fixture.SettableClock;
import com.millyweb.hub.notify.ChannelsTest;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.OnAmbiguous;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
  private final FakeWebhookReceiver receiver = FakeWebhookReceiver.start();
  private final SendingFixture sending = new SendingFixture();
  private final SettableClock clock = new SettableClock(Instant.now());
  private WebhookMedium webhook =
      webhook(receiver.hookUrl(), FakeWebhookReceiver.SECRET, SendingFixture.PUBLIC);

  @AfterEach
  void stop() throws Exception {
    sending.close();
    receiver.close();
  }

  private WebhookMedium webhook(String url, String secret, PublicUrlProperties publicUrl) {
    return webhook(
        new WebhookProperties(
            url == null ? null : new Secret(url),
            secret == null ? null : new Secret(secret),
            SendingFixture.FAST,
            1_000,
            SendingFixture.SECOND),
        publicUrl,
        Map.of());
  }

  private WebhookMedium webhook(
      WebhookProperties properties, PublicUrlProperties publicUrl, Map<String, String> channels) {
    return new WebhookMedium(
        properties,
        sending.book,
        sending.sequence,
        sending.links(publicUrl),
        sending.clients(ChannelsTest.properties(channels), clock));
  }

  private Medium.Sent send(Notice notice) throws Exception {
    return webhook.send(SendingFixture.delivery(notice, Target.of("ops", webhook)));
  }

  private static Target target(String address, String url, String secret) {
    return new Target(
        "ops/webhook/x",
        "ops",
        "webhook",
        address,
        url == null ? null : new Secret(url),
        secret == null ? null : new Secret(secret),
        OnAmbiguous.retry);
  }

  @Test
  void what_is_too_large_with_its_files_goes_with_their_names() throws Exception {
    receiver.next(413, "too large");
    send(full(Severity.error));
    assertThat(receiver.messages())
        .singleElement()
        .satisfies(
            message -> {
              var file = message.path("data").path("attachments").get(1);
              assertThat(file.path("name").asText()).isEqualTo("täglich.log");
              assertThat(file.has("content")).isFalse();
            });
  }

  @Test
  void notice_arrives_signed_and_whole() throws Exception {
    Notice notice = full(Severity.critical);
    assertThat(send(notice)).isEqualTo(Medium.Sent.accepted);

    JsonNode message = receiver.messages().get(0);
    assertThat(message.path("type").asText()).isEqualTo("notice");
    assertThat(message.path("timestamp").asText()).isEqualTo("2026-11-01T12:00:00Z");
    JsonNode data = message.path("data");
    assertThat(data.path("id").asText()).isEqualTo(notice.id().toString());
    assertThat(data.path("channel").asText()).isEqualTo("ops");
    assertThat(data.path("key").asText()).isEqualTo("disk");
    assertThat(data.path("severity").asText()).isEqualTo("critical");
    assertThat(data.path("text").asText()).isEqualTo("**89 %** of `/data`");
    assertThat(data.path("fields").get(1).path("value").asText()).isEqualTo("line 1\nline 2");
    assertThat(data.path("attachments").get(1).path("content").asText()).isEqualTo("größer\n");
    assertThat(data.path("page").asText())
        .isEqualTo("https://hub.example.org/?notice=" + notice.id());
  }

  @Test
  void actions_have_links_and_no_values() throws Exception {
    send(full(Severity.info));
    JsonNode actions = receiver.messages().get(0).path("data").path("actions");
    assertThat(actions).hasSize(2);
    assertThat(actions.get(0).path("url").asText()).isEqualTo("https://e.org/run");
    assertThat(actions.get(1).path("url").asText())
        .matches("https://hub\\.example\\.org/act/a:[A-Za-z0-9_-]{22}");
    assertThat(actions.get(1).path("style").asText()).isEqualTo("danger");
    assertThat(actions.toString()).doesNotContain("\"clean\"");

    webhook = webhook(receiver.hookUrl(), FakeWebhookReceiver.SECRET, SendingFixture.PRIVATE);
    send(full(Severity.info));
    assertThat(receiver.messages().get(1).path("data").path("actions")).hasSize(1);
  }

  @Test
  void long_text_emoji_and_surrogates_arrive_whole() throws Exception {
    String text = LONG.repeat(5) + "```java\nint a;\n```\n👨‍👩‍👧‍👦\uD83D";
    send(notice(text));
    assertThat(receiver.messages().get(0).path("data").path("text").asText())
        .startsWith(LONG)
        .contains("```java\nint a;\n```\n👨‍👩‍👧‍👦");
  }

  @Test
  void attempts_share_an_id_and_have_times_of_their_own() throws Exception {
    Notice notice = notice("x");
    receiver.silent();
    assertThatThrownBy(() -> send(notice)).isInstanceOf(AmbiguousFailure.class);
    clock.now = clock.instant().plusSeconds(5);
    send(notice);

    assertThat(receiver.messages()).hasSize(1);
    var first = receiver.received().get(0).headers();
    var second = receiver.received().get(1).headers();
    assertThat(first.get("webhook-id")).isEqualTo(second.get("webhook-id")).startsWith("msg_");
    assertThat(Long.parseLong(second.get("webhook-timestamp")))
        .isEqualTo(Long.parseLong(first.get("webhook-timestamp")) + 5);
    assertThat(receiver.received().get(0).body()).isEqualTo(receiver.received().get(1).body());
    assertThat(sending.sent()).extracting(row -> row.get("ambiguous")).containsExactly(true);
  }

  @Test
  void signature_is_that_of_the_specification() {
    // https://github.com/standard-webhooks/standard-webhooks, the example of its libraries
    WebhookKey key = WebhookKey.of(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "secret");
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    assertThat(key.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void receiver_with_another_secret_refuses() {
    webhook = webhook(receiver.hookUrl(), secret(32), SendingFixture.PUBLIC);
    assertThatThrownBy(() -> send(notice("x")))
        .isExactlyInstanceOf(PermanentFailure.class)
        .hasMessageContaining("401: signature wrong")
        .hasMessageNotContaining("whsec_")
        .hasMessageNotContaining("hidden-path");
  }

  @Test
  void target_has_a_webhook_of_its_own() throws Exception {
    webhook =
        webhook(
            new WebhookProperties(null, null, SendingFixture.FAST, 1, SendingFixture.SECOND),
            SendingFixture.PUBLIC,
            Map.of(
                "HUB_NOTIFY_CHANNELS_OPS_0_MEDIUM",
                "webhook",
                "HUB_NOTIFY_CHANNELS_OPS_0_WEBHOOK_URL",
                receiver.hookUrl()));
    assertThat(webhook.isReady()).isFalse();
    Target target = target("shop", receiver.hookUrl(), FakeWebhookReceiver.SECRET);
    webhook.send(SendingFixture.delivery(notice("x"), target));
    assertThat(receiver.messages()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 408, 409, 425, 500, 502, 503, 504})
  void what_may_pass_is_retried(int status) {
    receiver.next(status, "no", "Location", "https://e.org/");
    assertThatThrownBy(() -> send(notice("x")))
        .isInstanceOf(SendFailed.class)
        .hasMessageContaining(String.valueOf(status));
    assertThat(sending.states()).containsExactly("failed");
  }

  @ParameterizedTest
  @CsvSource({
    "429,7,7000",
    "429,1.5,1500",
    "429,,30000",
    "502,60,60000",
    "503,60,60000",
    "504,999999,86400000"
  })
  void receiver_that_asks_for_time_gets_it(int status, String retryAfter, long millis) {
    if (retryAfter == null) {
      receiver.next(status, "");
    } else {
      receiver.next(status, "", "Retry-After", retryAfter);
    }
    RetryAfter pause = catchThrowableOfType(RetryAfter.class, () -> send(notice("x")));
    assertThat(pause.delay()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void gone_is_a_dead_destination() {
    receiver.next(410, "unsubscribed");
    assertThatThrownBy(() -> send(notice("x")))
        .isInstanceOf(DestinationDead.class)
        .hasMessageContaining("410: unsubscribed");
  }

  @Test
  void slow_receiver_is_ambiguous() {
    receiver.stall();
    assertThatThrownBy(() -> send(notice("x")))
        .isInstanceOf(AmbiguousFailure.class)
        .hasMessageNotContaining("hidden-path");
  }

  @Test
  void nobody_listening_is_retried_and_is_not_ambiguous() {
    receiver.close();
    assertThatThrownBy(() -> send(notice("x")))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("hidden-path");
    assertThat(sending.sent()).extracting(row -> row.get("ambiguous")).containsExactly(false);
  }

  @Test
  void five_days_without_success_are_the_end() {
    fail(old(6), 9);
    receiver.next(500, "");
    assertThatThrownBy(() -> send(old(6)))
        .isInstanceOf(DestinationDead.class)
        .hasMessageContaining("took nothing for 5 days");
  }

  @Test
  void hub_that_was_down_for_days_goes_on_trying() {
    fail(old(6), 2);
    receiver.next(500, "");
    assertThatThrownBy(() -> send(old(6))).isInstanceOf(SendFailed.class);
  }

  @Test
  void failures_of_three_days_are_not_the_end() {
    fail(old(3), 9);
    receiver.next(500, "");
    assertThatThrownBy(() -> send(old(3))).isInstanceOf(SendFailed.class);
  }

  @Test
  void one_success_starts_the_days_anew() throws Exception {
    fail(old(6), 9);
    send(notice("taken"));
    receiver.next(500, "");
    assertThatThrownBy(() -> send(notice("x"))).isInstanceOf(SendFailed.class);
  }

  /** So many attempts without success. */
  private void fail(Notice notice, int attempts) {
    for (int i = 0; i < attempts; i++) {
      receiver.next(500, "");
      assertThatThrownBy(() -> send(notice)).isInstanceOf(SendFailed.class);
    }
  }

  private Notice old(int days) {
    long millis = clock.instant().minus(Duration.ofDays(days)).toEpochMilli();
    UUID random = UUID.randomUUID();
    return notice("old").withId(new UUID(millis << 16 | 0x7000, random.getLeastSignificantBits()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "whsec_", "whsec_!!!", "whsec_c2hvcnQ=", "whpk_c2hvcnQ="})
  void secret_must_be_one_of_standard_webhooks(String secret) {
    assertThatThrownBy(() -> WebhookKey.of(new Secret(secret), "token"))
        .hasMessage(
            "token must be whsec_ and the base64 of 24 to 64 bytes, as Standard Webhooks has it");
  }

  @ParameterizedTest
  @CsvSource({"23,false", "24,true", "64,true", "65,false"})
  void secret_has_24_to_64_bytes(int bytes, boolean good) {
    var attempt =
        assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class,
                () -> WebhookKey.of(new Secret(secret(bytes)), "x")));
    if (good) {
      attempt.isNull();
    } else {
      attempt.isNotNull();
    }
  }

  private static String secret(int bytes) {
    return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  @Test
  void configuration_is_checked() {
    assertThatThrownBy(() -> webhook("ftp://hidden", null, SendingFixture.PUBLIC))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("hub.notify.webhook.url must be an http or https URL")
        .hasMessageNotContaining("hidden");
    assertThatThrownBy(() -> webhook.check(target("shop", null, null)))
        .hasMessageContaining("address = shop: is only a name");
    assertThatThrownBy(() -> webhook.check(target("shop", "https://e.org", "x")))
        .hasMessageContaining("token must be whsec_");
    WebhookMedium unsigned = webhook("https://e.org", null, SendingFixture.PUBLIC);
    assertThatThrownBy(() -> unsigned.check(Target.of("ops", unsigned)))
        .hasMessageContaining("needs hub.notify.webhook.secret");
  }

  @Test
  void two_hundred_notices_arrive_in_order() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      expected.add("Notice " + i);
      send(notice("Notice " + i));
    }
    assertThat(receiver.messages().stream().map(m -> m.path("data").path("text").asText()).toList())
        .isEqualTo(expected);
  }
}
