package com.millyweb.hub.service.discord;

import static com.millyweb.hub.fake.FakeDiscord.Trick.answer;
import static com.millyweb.hub.fake.FakeDiscord.Trick.banned;
import static com.millyweb.hub.fake.FakeDiscord.Trick.error;
import static com.millyweb.hub.fake.FakeDiscord.Trick.hangUp;
import static com.millyweb.hub.fake.FakeDiscord.Trick.silent;
import static com.millyweb.hub.fake.FakeDiscord.Trick.tooMany;
import static com.millyweb.hub.service.discord.DiscordFixture.keyed;
import static com.millyweb.hub.service.discord.DiscordFixture.notice;
import static com.millyweb.hub.service.discord.DiscordFixture.titled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.fake.FakeDiscord;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeBody;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscordTest {
  /** Three messages of an embed each. */
  private static final String LONG = "A sentence of the long report. ".repeat(350);

  private DiscordFixture discord = DiscordFixture.bot();

  @AfterEach
  void stop() throws Exception {
    discord.close();
  }

  private List<FakeDiscord.Message> messages() {
    return discord.messages();
  }

  private FakeDiscord.Message message() {
    assertThat(messages()).hasSize(1);
    return messages().get(0);
  }

  private void use(DiscordFixture other) throws Exception {
    discord.close();
    discord = other;
  }

  @Test
  void words_are_written_as_people_write() throws Exception {
    discord.send(
        notice("**All** is _well_ & [good](https://e.org/?a=1&b=2), see https://e.org/a_b_c"));

    assertThat(message().channel()).isEqualTo(FakeDiscord.CHANNEL);
    assertThat(message().body().path("embeds")).isEmpty();
    assertThat(message().words())
        .isEqualTo("**All** is *well* & [good](https://e.org/?a=1&b=2), see https://e.org/a_b_c");
  }

  @Test
  void title_severity_and_fields_make_an_embed() throws Exception {
    Notice notice =
        titled("Disk is *full*")
            .withFields(List.of(new Notice.Field("host", "`nas`", true)))
            .withLink(new Notice.Link("https://e.org/nas", null));
    discord.send(notice);

    JsonNode embed = message().body().path("embeds").path(0);
    assertThat(embed.path("title").asText()).isEqualTo("⚠️ Title");
    assertThat(embed.path("url").asText()).isEqualTo("https://e.org/nas");
    assertThat(embed.path("description").asText()).isEqualTo("Disk is *full*");
    assertThat(embed.path("color").asInt()).isEqualTo(Severity.warning.color());
    assertThat(embed.path("timestamp").asText()).isEqualTo("2026-11-01T12:00:00Z");
    assertThat(embed.path("fields").path(0))
        .isEqualTo(json("{\"name\":\"host\",\"value\":\"`nas`\",\"inline\":true}"));
  }

  @Test
  void nobody_is_called_by_what_a_text_contains() throws Exception {
    discord.send(keyed("k", "@everyone @here <@1> <@&2> <#3> \\<@4>"));
    discord.send(keyed("k", "@everyone"));
    discord.send(notice("@everyone <@1>"));
    assertThat(discord.fake.requests())
        .allSatisfy(
            body -> assertThat(body.path("allowed_mentions")).isEqualTo(json("{\"parse\":[]}")));
    assertThat(messages().get(1).words()).isEqualTo("\\@everyone \\<@1>");
  }

  @Test
  void long_text_becomes_numbered_messages_with_all_of_it() throws Exception {
    discord.send(titled(LONG));
    assertThat(messages()).hasSize(3);
    assertThat(messages().get(0).words()).startsWith("⚠️ Title\nA sentence").endsWith("(1/3)");
    assertThat(messages().get(2).words()).endsWith("(3/3)");
    assertThat(sentences()).isEqualTo(350);
  }

  @Test
  void long_words_become_numbered_messages_too() throws Exception {
    discord.send(notice(LONG.substring(0, 7_000)));
    assertThat(messages()).hasSize(4);
    assertThat(messages().get(1).words()).endsWith("\n\n(2/4)");
    assertThat(sentences()).isEqualTo(7_000 / "A sentence of the long report. ".length());
  }

  private long sentences() {
    String all = messages().stream().map(FakeDiscord.Message::words).collect(Collectors.joining());
    return all.split("A sentence of the long report\\.", -1).length - 1;
  }

  @Test
  void text_beyond_five_messages_comes_as_a_file_too() throws Exception {
    Notice notice = titled(LONG.repeat(3));
    discord.send(notice);
    assertThat(messages()).hasSize(5);
    assertThat(messages().get(4).words())
        .contains("more characters: the whole text is in `notice.md`");
    assertThat(messages().get(4).files()).containsExactly(entry("notice.md", notice.text()));
    assertThat(messages().get(3).files()).isEmpty();
  }

  private static Map.Entry<String, String> entry(String name, String text) {
    return Map.entry(name, text);
  }

  @Test
  void table_stands_in_columns() throws Exception {
    discord.send(titled("| disk | free |\n|---|---|\n| data | 3 % |"));
    assertThat(messages().get(0).words()).contains("```\ndisk  free\n").contains("data  3 %");
  }

  @Test
  void code_emoji_and_surrogates_arrive_whole() throws Exception {
    discord.send(
        titled("```java\n" + "int a = 1 < 2;\n".repeat(500) + "```\n" + "👨‍👩‍👧‍👦".repeat(300)));
    assertThat(messages()).hasSizeGreaterThan(1);
    for (FakeDiscord.Message message : messages()) {
      String text = message.words();
      assertThat(text.split("```", -1).length % 2).as(text).isEqualTo(1);
      assertThat(text.codePoints().filter(p -> p >= 0xD800 && p <= 0xDFFF)).isEmpty();
    }
  }

  @Test
  void attachments_are_files_links_or_the_picture() throws Exception {
    discord.send(
        notice("See")
            .withAttachments(
                List.of(
                    new Notice.Attachment("log \"1\".txt", null, "line\r\nümlaut 👋"),
                    new Notice.Attachment("graph", "https://e.org/graph.png?x=1", null),
                    new Notice.Attachment("report.pdf", "https://e.org/report.pdf", null))));
    assertThat(message().files()).containsExactly(entry("log %221%22.txt", "line\r\nümlaut 👋"));
    JsonNode embed = message().body().path("embeds").path(0);
    assertThat(embed.path("image").path("url").asText()).isEqualTo("https://e.org/graph.png?x=1");
    assertThat(message().words()).contains("[report.pdf](https://e.org/report.pdf)");
  }

  @Test
  void edit_replaces_the_files() throws Exception {
    var file = List.of(new Notice.Attachment("log.txt", null, "running"));
    discord.send(keyed("backup", "running").withAttachments(file));
    discord.send(keyed("backup", "done"));
    assertThat(message().files()).isEmpty();
    assertThat(message().body().path("attachments").isArray()).isTrue();
  }

  @Test
  void later_notice_with_the_key_edits_the_earlier_message() throws Exception {
    discord.send(keyed("backup", "running"));
    assertThat(discord.send(keyed("backup", "done"))).isEqualTo(Medium.Sent.updated);
    discord.send(notice("verified").withKey("backup"));

    assertThat(message().words()).isEqualTo("verified");
    assertThat(message().edits()).isEqualTo(2);
  }

  @Test
  void webhook_posts_edits_and_deletes() throws Exception {
    use(DiscordFixture.webhook());
    discord.send(keyed("report", LONG));
    assertThat(messages()).hasSize(3);
    discord.send(keyed("report", "short"));
    assertThat(message().words()).endsWith("short");
    assertThat(message().edits()).isEqualTo(1);
  }

  @Test
  void webhook_of_a_thread_keeps_its_parameter() throws Exception {
    try (DiscordFixture plain = DiscordFixture.webhook()) {
      var destination =
          new DiscordDestination.Webhook(new Secret(plain.fake.webhookUrl() + "/?thread_id=77"));
      assertThat(destination.messages()).hasQuery("thread_id=77&wait=true");
      assertThat(destination.message("1")).hasQuery("thread_id=77");
      assertThat(destination.message("1").getPath()).endsWith("/webhook-secret/messages/1");
    }
  }

  @ParameterizedTest
  @CsvSource({"403,50005", "400,30046", "400,50083"})
  void message_that_can_not_be_edited_is_posted_anew(int status, int code) throws Exception {
    discord.send(keyed("backup", "running"));
    discord.fake.next(error(status, code, "No"));
    discord.send(keyed("backup", "done"));
    assertThat(messages()).hasSize(2);
  }

  @Test
  void notices_of_a_thread_answer_its_first_message() throws Exception {
    for (String text : List.of("started", "failed", "repaired")) {
      Notice notice =
          new NoticeBody("ops", null, null, "build 7").read(text, discord.clock.instant());
      discord.send(notice);
    }
    assertThat(messages()).hasSize(3);
    assertThat(messages().get(0).answers()).isNull();
    assertThat(messages().get(2).answers()).isEqualTo(messages().get(0).id());
  }

  @Test
  void actions_are_buttons_in_rows_of_five() throws Exception {
    List<Notice.Action> actions =
        IntStream.range(0, 7)
            .mapToObj(
                i -> new Notice.Action("Choice " + i, null, "value " + i, i == 0 ? "danger" : null))
            .collect(Collectors.toList());
    actions.add(new Notice.Action("Look", "https://e.org/look", null, null));
    actions.add(new Notice.Action("Far", "https://e.org/" + "x".repeat(600), null, null));
    discord.send(titled(LONG).withActions(actions));

    assertThat(messages().get(0).buttons()).isEmpty();
    FakeDiscord.Message last = messages().get(messages().size() - 1);
    assertThat(last.body().path("components")).hasSize(2);
    assertThat(last.buttons()).hasSize(8);
    assertThat(last.buttons().get(0).path("style").asInt()).isEqualTo(4);
    assertThat(last.buttons().get(1).path("custom_id").asText()).matches("a:[A-Za-z0-9_-]{22}");
    assertThat(last.buttons().get(7).path("url").asText()).isEqualTo("https://e.org/look");
    assertThat(last.words()).contains("[Far](https://e.org/xxx");
  }

  @Test
  void later_notice_takes_the_buttons_away() throws Exception {
    var ask = List.of(new Notice.Action("Yes", null, "yes", "primary"));
    discord.send(keyed("ask", "May I?").withActions(ask));
    assertThat(message().buttons()).hasSize(1);
    discord.send(keyed("ask", "Yes, said Alice"));
    assertThat(message().buttons()).isEmpty();
  }

  @Test
  void webhook_has_links_for_buttons() throws Exception {
    use(DiscordFixture.webhook());
    discord.send(
        notice("Ready?")
            .withActions(
                List.of(
                    new Notice.Action("Look", "https://e.org/look", null, null),
                    new Notice.Action("Yes", null, "yes", null))));
    assertThat(message().words()).isEqualTo("Ready?\n\n[Look](https://e.org/look)");
    assertThat(message().body().has("components")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"7,7000", "1.337,1337", "0,0", "-5,0", "999999,86400000", "1e300,86400000"})
  void rate_limit_pauses_as_long_as_discord_says(String seconds, long millis) {
    discord.fake.next(tooMany(seconds, false));
    RetryAfter pause = catchThrowableOfType(RetryAfter.class, () -> discord.send(notice("x")));
    assertThat(pause.delay()).isEqualTo(Duration.ofMillis(millis));
    assertThat(pause).hasMessageContaining("429");
  }

  @Test
  void ban_pauses_as_long_as_its_header_says() {
    discord.fake.next(banned("3600"));
    RetryAfter pause = catchThrowableOfType(RetryAfter.class, () -> discord.send(notice("x")));
    assertThat(pause.delay()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void global_limit_silences_every_channel() throws Exception {
    discord.fake.next(tooMany("60", true));
    assertThatThrownBy(() -> discord.send(notice("x"))).isInstanceOf(RetryAfter.class);
    assertThatThrownBy(() -> discord.send(notice("y"), Target.reply("discord", "777")))
        .isInstanceOf(RetryAfter.class)
        .hasMessageContaining("whole bot");
    assertThat(discord.fake.requests()).hasSize(1);
  }

  @Test
  void pace_goes_by_what_discord_says() throws Exception {
    use(DiscordFixture.bot());
    // far more than the medium's own rate would let through
    discord.fake.limit(5, Duration.ofMillis(200));
    for (int i = 0; i < 30; i++) {
      discord.send(notice("message " + i));
    }
    assertThat(messages()).hasSize(30);
    assertThat(discord.fake.refusedForPace()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "401,0,401: Unauthorized",
    "403,50001,Missing Access",
    "403,50013,Missing Permissions",
    "404,10003,Unknown Channel"
  })
  void dead_channel_is_told_as_such(int status, int code, String message) {
    discord.fake.next(error(status, code, message));
    assertThatThrownBy(() -> discord.send(notice("x")))
        .isInstanceOf(DestinationDead.class)
        .hasMessageContaining(message)
        .hasMessageContaining(FakeDiscord.CHANNEL)
        .hasMessageNotContaining(FakeDiscord.TOKEN);
    assertThat(discord.book()).extracting(row -> row.get("state")).containsExactly("refused");
  }

  @Test
  void wrong_token_and_unknown_channel_are_dead() throws Exception {
    use(DiscordFixture.botWithToken("revoked"));
    assertThatThrownBy(() -> discord.send(notice("x"))).isInstanceOf(DestinationDead.class);
    for (String channel : List.of(FakeDiscord.UNKNOWN_CHANNEL, FakeDiscord.FORBIDDEN_CHANNEL)) {
      use(DiscordFixture.botIn(channel));
      assertThatThrownBy(() -> discord.send(notice("x"))).isInstanceOf(DestinationDead.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"401,50027", "403,50013", "404,10015"})
  void dead_webhook_is_told_without_its_url(int status, int code) throws Exception {
    use(DiscordFixture.webhook());
    discord.fake.next(error(status, code, "Unknown Webhook"));
    assertThatThrownBy(() -> discord.send(notice("x")))
        .isInstanceOf(DestinationDead.class)
        .hasMessageContaining("Unknown Webhook")
        .hasMessageNotContaining("secret");
  }

  @Test
  void refused_content_is_permanent_and_the_channel_lives() {
    discord.fake.next(error(400, 50035, "Invalid Form Body"));
    assertThatThrownBy(() -> discord.send(notice("x")))
        .isInstanceOf(PermanentFailure.class)
        .isNotInstanceOf(DestinationDead.class)
        .hasMessageContaining("Invalid Form Body");
  }

  @Test
  void what_may_pass_is_retried() {
    discord.fake.next(answer(500, ""), answer(503, ""), answer(200, "<html>busy</html>"));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> discord.send(notice("x"))).isInstanceOf(SendFailed.class);
    }
  }

  @Test
  void missing_answer_is_ambiguous_and_the_bot_s_repetition_is_one_message() throws Exception {
    Notice notice = notice("x");
    discord.fake.next(silent());
    assertThatThrownBy(() -> discord.send(notice)).isInstanceOf(AmbiguousFailure.class);
    assertThat(discord.book()).extracting(row -> row.get("ambiguous")).containsExactly(true);

    discord.send(notice);
    assertThat(messages()).hasSize(1);
    assertThat(discord.fake.requests().get(0).path("nonce").asText()).hasSize(25);
  }

  @Test
  void one_notice_to_two_channels_is_two_messages() throws Exception {
    Notice notice = notice("x");
    discord.send(notice);
    discord.send(notice, Target.reply("discord", "777"));
    assertThat(messages()).extracting(FakeDiscord.Message::channel).contains("777").hasSize(2);
  }

  @Test
  void webhook_without_an_answer_may_be_there_twice() throws Exception {
    use(DiscordFixture.webhook());
    Notice notice = notice("x");
    discord.fake.next(silent());
    assertThatThrownBy(() -> discord.send(notice))
        .isInstanceOf(AmbiguousFailure.class)
        .hasMessageContaining("may be in discord twice")
        .hasMessageNotContaining("secret");
    discord.send(notice);
    assertThat(messages()).hasSize(2);
  }

  @Test
  void late_answer_is_ambiguous() {
    discord.fake.stall();
    assertThatThrownBy(() -> discord.send(notice("x"))).isInstanceOf(AmbiguousFailure.class);
  }

  @Test
  void hanging_up_without_the_work_is_ambiguous_too() {
    discord.fake.next(hangUp());
    assertThatThrownBy(() -> discord.send(notice("x"))).isInstanceOf(AmbiguousFailure.class);
  }

  private static JsonNode json(String text) {
    try {
      return NoticeJson.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
