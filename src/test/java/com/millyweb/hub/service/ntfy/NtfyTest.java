package com.millyweb.hub.service.ntfy;

import static com.millyweb.hub.notify.sending.SendingFixture.LONG;
import static com.millyweb.hub.notify.sending.SendingFixture.full;
import static com.millyweb.hub.notify.sending.SendingFixture.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.config.Rate;
import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.fake.FakeNtfy;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.MessageRefused;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NtfyTest {
  private final FakeNtfy fake = FakeNtfy.start();
  private final SendingFixture sending = new SendingFixture();
  private Ntfy ntfy = ntfy(FakeNtfy.TOKEN, SendingFixture.PUBLIC);

  @AfterEach
  void stop() throws Exception {
    sending.close();
    fake.close();
  }

  private Ntfy ntfy(String token, PublicUrlProperties publicUrl) {
    return ntfy(fake.url(), "hub-topic", token, publicUrl, SendingFixture.FAST, 1000);
  }

  private Ntfy ntfy(
      String url, String topic, String token, PublicUrlProperties publicUrl, Rate rate, int burst) {
    return new Ntfy(
        new NtfyProperties(
            URI.create(url),
            topic == null ? null : new Secret(topic),
            new Secret(token),
            rate,
            burst,
            SendingFixture.SECOND),
        sending.sequence,
        sending.links(publicUrl),
        sending.clients(Clock.fixed(Instant.parse("2026-11-01T22:30:00Z"), ZoneOffset.UTC)));
  }

  private Medium.Sent send(Notice notice) throws Exception {
    return ntfy.send(SendingFixture.delivery(notice, Target.of("ops", ntfy)));
  }

  private static Target topic(String address) {
    return new Target("ops/ntfy/x", "ops", "ntfy", address, null, null, OnAmbiguous.retry);
  }

  @Test
  void notice_arrives_with_its_markdown() throws Exception {
    assertThat(send(notice("**All** is well 👍"))).isEqualTo(Medium.Sent.accepted);

    FakeNtfy.Message message = fake.messages().get(0);
    assertThat(message.topic()).isEqualTo("hub-topic");
    assertThat(message.title()).isEqualTo("Title");
    assertThat(message.text()).isEqualTo("**All** is well 👍");
    assertThat(message.body().path("markdown").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "debug,1,mag",
    "info,3,information_source",
    "success,3,white_check_mark",
    "warning,4,warning",
    "error,4,x",
    "critical,5,rotating_light"
  })
  void severity_is_priority_and_sign(Severity severity, int priority, String tag) throws Exception {
    send(Notice.of("ops", severity, "Title", "text", SendingFixture.NOW));
    JsonNode body = fake.messages().get(0).body();
    assertThat(body.path("priority").asInt()).isEqualTo(priority);
    assertThat(body.path("tags").get(0).asText()).isEqualTo(tag);
  }

  @Test
  void fields_link_actions_and_files_have_their_places() throws Exception {
    Notice notice = full(Severity.warning);
    send(notice);
    FakeNtfy.Message message = fake.messages().get(0);
    JsonNode body = message.body();

    assertThat(message.text())
        .contains("**89 %** of `/data`", "- **host:** nas_1", "**log:**\n\nline 1\nline 2")
        .contains(
            "📎 täglich.log: see [notice %s](https://hub.example.org/?notice=%s)"
                .formatted(notice.id(), notice.id()));
    assertThat(body.path("click").asText()).isEqualTo("https://e.org/d?a=1&b=(2)");
    assertThat(body.path("attach").asText()).isEqualTo("https://e.org/graph.png");
    assertThat(body.path("filename").asText()).isEqualTo("graph.png");
    JsonNode view = body.path("actions").get(0);
    JsonNode http = body.path("actions").get(1);
    assertThat(view.path("action").asText()).isEqualTo("view");
    assertThat(view.path("url").asText()).isEqualTo("https://e.org/run");
    assertThat(http.path("action").asText()).isEqualTo("http");
    assertThat(http.path("method").asText()).isEqualTo("POST");
    assertThat(http.path("label").asText()).isEqualTo("Clean up");
    assertThat(http.path("url").asText())
        .matches("https://hub\\.example\\.org/act/a:[A-Za-z0-9_-]{22}");
    assertThat(body.toString()).doesNotContain("\"clean\"");
  }

  @Test
  void action_without_a_public_url_says_where_it_is_answered() throws Exception {
    ntfy = ntfy(FakeNtfy.TOKEN, SendingFixture.PRIVATE);
    Notice notice = full(Severity.info);
    send(notice);
    assertThat(fake.texts().get(0))
        .contains("To be answered in the hub, notice %s: Clean up".formatted(notice.id()));
    assertThat(fake.messages().get(0).body().path("actions")).hasSize(1);
  }

  @Test
  void fourth_action_is_a_link() throws Exception {
    List<Notice.Action> actions =
        IntStream.range(0, 5)
            .mapToObj(i -> new Notice.Action("Go " + i, "https://e.org/" + i, null, null))
            .toList();
    send(notice("x").withActions(actions));
    assertThat(fake.messages().get(0).body().path("actions")).hasSize(3);
    assertThat(fake.texts().get(0))
        .isEqualTo("x\n\n[Go 3](https://e.org/3)\n\n[Go 4](https://e.org/4)");
  }

  @Test
  void notice_of_a_title_alone_is_its_text() throws Exception {
    send(Notice.of("ops", Severity.info, "Door open", "", SendingFixture.NOW));
    assertThat(fake.texts()).containsExactly("Door open");
    assertThat(fake.messages().get(0).title()).isEmpty();
    send(Notice.of("ops", Severity.error, " ", "", SendingFixture.NOW));
    assertThat(fake.texts()).containsExactly("Door open", "error");
  }

  @Test
  void long_text_becomes_numbered_messages_within_4096_bytes() throws Exception {
    send(notice("Größe übermäßig. ".repeat(700)).withLink(new Notice.Link("https://e.org", null)));
    assertThat(fake.texts()).hasSize(4);
    assertThat(fake.texts().get(0)).endsWith("(1/4)");
    assertThat(String.join("", fake.texts()).split("übermäßig", -1)).hasSize(701);
    assertThat(fake.messages()).allSatisfy(m -> assertThat(m.title()).isEqualTo("Title"));
  }

  @Test
  void text_beyond_five_messages_is_cut_with_a_pointer() throws Exception {
    Notice notice = notice(LONG);
    send(notice);
    assertThat(fake.texts()).hasSize(5);
    assertThat(fake.texts().get(4))
        .contains("more characters: see [notice %s](".formatted(notice.id()));
  }

  @Test
  void code_emoji_and_surrogates_arrive_whole() throws Exception {
    send(
        notice("```java\n" + "int a = 1 < 2;\n".repeat(400) + "```\n" + "👨‍👩‍👧‍👦".repeat(200)));
    assertThat(fake.texts()).hasSizeBetween(2, 5);
    for (String text : fake.texts()) {
      assertThat(text.split("```", -1).length % 2).as(text).isEqualTo(1);
      assertThat(text.codePoints().filter(p -> p >= 0xD800 && p <= 0xDFFF)).isEmpty();
      assertThat(text).doesNotContain("\uFFFD");
    }
  }

  @Test
  void later_notice_with_the_key_takes_the_place_of_the_earlier() throws Exception {
    send(notice("backup", "running"));
    assertThat(send(notice("backup", "done"))).isEqualTo(Medium.Sent.updated);
    assertThat(fake.texts()).containsExactly("done");
    assertThat(fake.messages().get(0).updates()).isEqualTo(1);
    send(notice("other", "running"));
    assertThat(fake.texts()).containsExactly("done", "running");
  }

  @Test
  void old_server_shows_updates_as_further_messages() throws Exception {
    fake.old();
    send(notice("report", LONG.substring(0, 7_000)));
    assertThat(send(notice("report", "short"))).isEqualTo(Medium.Sent.updated);
    assertThat(fake.texts()).hasSize(3);
  }

  @Test
  void repeat_after_a_missing_answer_takes_the_place_of_the_first() throws Exception {
    Notice notice = notice("x");
    fake.silent();
    assertThatThrownBy(() -> send(notice)).isInstanceOf(AmbiguousFailure.class);
    send(notice);
    assertThat(fake.texts()).containsExactly("x");
    assertThat(fake.received()).hasSize(2);
    assertThat(sending.sent()).extracting(row -> row.get("ambiguous")).containsExactly(true);
  }

  @Test
  void late_answer_is_ambiguous() {
    fake.stall();
    assertThatThrownBy(() -> send(notice("x"))).isInstanceOf(AmbiguousFailure.class);
  }

  @ParameterizedTest
  @CsvSource({
    "42901,,30000",
    "42901,7,7000",
    "42901,1.5,1500",
    "42909,,30000",
    // the quota of the day, at half past ten in the evening
    "42908,,5400000"
  })
  void limit_pauses_as_long_as_it_lasts(int code, String retryAfter, long millis) {
    String body = "{\"code\":%d,\"http\":429,\"error\":\"limit reached\"}".formatted(code);
    if (retryAfter == null) {
      fake.next(429, body);
    } else {
      fake.next(429, body, "Retry-After", retryAfter);
    }
    RetryAfter pause = catchThrowableOfType(RetryAfter.class, () -> send(notice("x")));
    assertThat(pause.delay()).isEqualTo(Duration.ofMillis(millis));
    assertThat(pause).hasMessageContaining("429");
  }

  @Test
  void refused_login_is_a_dead_destination_and_shows_no_token() {
    ntfy = ntfy("tk_wrong-token", SendingFixture.PUBLIC);
    assertThatThrownBy(() -> send(notice("x")))
        .isInstanceOf(DestinationDead.class)
        .hasMessageContaining("40101")
        .hasMessageNotContaining("tk_wrong")
        .hasMessageNotContaining("hub-topic");
  }

  @Test
  void forbidden_topic_is_a_dead_destination() {
    assertThatThrownBy(() -> ntfy.send(SendingFixture.delivery(notice("x"), topic("forbidden"))))
        .isInstanceOf(DestinationDead.class)
        .hasMessageContaining("403");
  }

  @Test
  void what_the_server_will_never_take_is_refused() {
    for (int i = 0; i < 2; i++) {
      fake.next(400, "{\"code\":40007,\"http\":400,\"error\":\"invalid request\"}");
    }
    assertThatThrownBy(() -> send(notice("x")))
        .isExactlyInstanceOf(MessageRefused.class)
        .hasMessageContaining("40007");
    assertThat(sending.states()).containsExactly("refused");
  }

  @Test
  void what_is_refused_with_actions_is_sent_as_words() throws Exception {
    fake.next(400, "{\"code\":40018,\"http\":400,\"error\":\"invalid request: actions invalid\"}");
    send(full(Severity.error));
    assertThat(fake.messages())
        .singleElement()
        .satisfies(message -> assertThat(message.body().has("actions")).isFalse());
    assertThat(fake.texts().get(0))
        .contains("89 %", "Runbook: https://e.org/run", "📎 https://e.org/graph.png")
        .contains("Clean up: https://hub.example.org/act/");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void page_of_a_proxy_disables_nothing(int status) throws Exception {
    Notice notice = notice("x");
    fake.next(status, "<html>blocked</html>");
    assertThatThrownBy(() -> send(notice)).isInstanceOf(SendFailed.class);
    send(notice);
    assertThat(fake.messages()).hasSize(1);
  }

  @Test
  void two_hundred_notices_at_once_arrive_in_order_within_the_limit() throws Exception {
    // 60 at once as at ntfy.sh, and then a hundred times as fast
    fake.limit(60, 20);
    ntfy =
        ntfy(
            fake.url(),
            "hub-topic",
            FakeNtfy.TOKEN,
            SendingFixture.PUBLIC,
            Rate.valueOf("20/s"),
            60);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add("Notice " + i);
      boolean sent = false;
      Notice notice = notice("Notice " + i);
      for (int attempt = 0; !sent && attempt < 2; attempt++) {
        try {
          send(notice);
          sent = true;
        } catch (RetryAfter e) {
          // once is allowed
        }
      }
    }
    assertThat(fake.texts()).isEqualTo(texts);
    assertThat(fake.refused()).isLessThanOrEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space", "a/b", "ä", "", "a?x=1"})
  void topic_must_be_a_name(String topic) {
    assertThatThrownBy(() -> ntfy.check(topic(topic)))
        .hasMessage("a topic must be 1 to 64 letters, digits, '-' and '_'");
  }

  @Test
  void url_must_be_one() {
    assertThatThrownBy(
            () ->
                ntfy("ftp://e.org", "t", "tk_token", SendingFixture.PUBLIC, SendingFixture.FAST, 1))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("hub.notify.ntfy.url must be an http or https URL");
  }

  @Test
  void medium_without_a_topic_has_targets_with_one() {
    ntfy = ntfy(fake.url(), null, FakeNtfy.TOKEN, SendingFixture.PUBLIC, SendingFixture.FAST, 1);
    assertThat(ntfy.isReady()).isFalse();
    assertThatThrownBy(() -> ntfy.check(Target.of("ops", ntfy))).hasMessageContaining("topic");
    ntfy.check(Target.reply("ntfy", "other"));
  }
}
