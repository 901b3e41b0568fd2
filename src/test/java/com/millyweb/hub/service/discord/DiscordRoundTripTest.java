package com.millyweb.hub.service.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.fake.FakeDiscord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From Discord's door through a flow back to Discord, in the whole hub. */
class DiscordRoundTripTest {
  private static DiscordHub discord;

  @BeforeAll
  static void start(@TempDir Path home) throws IOException {
    discord = new DiscordHub(home);
  }

  @AfterAll
  static void stop() {
    discord.close();
  }

  @Test
  void endpoint_is_accepted_by_discord() {
    HttpResponse<String> pong = discord.knock("{\"type\":1}");
    assertThat(pong.statusCode()).isEqualTo(200);
    assertThat(pong.body()).isEqualTo("{\"type\":1}");
    assertThat(pong.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(discord.knock("{\"type\":0}").statusCode()).isEqualTo(204);

    HttpResponse<String> forged =
        discord
            .hub()
            .post(
                "discord",
                "{\"type\":1}",
                "Content-Type",
                "application/json",
                "X-Signature-Timestamp",
                "" + Instant.now().getEpochSecond(),
                "X-Signature-Ed25519",
                "00".repeat(64));
    assertThat(forged.statusCode()).isEqualTo(401);
    assertThat(discord.knock("{\"type\":\"x\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void command_is_answered_in_its_conversation_once() {
    discord.fake.thinking("interaction-token", "600100");
    HttpResponse<String> deferred = discord.knock(DiscordHub.sample("command"));
    assertThat(deferred.statusCode()).isEqualTo(200);
    assertThat(deferred.body()).isEqualTo("{\"type\":5}");
    discord.knock(DiscordHub.sample("command"));

    await()
        .untilAsserted(
            () ->
                assertThat(discord.in("600100"))
                    .extracting(FakeDiscord.Message::words)
                    .containsExactly("You said: is the backup done?"));
    assertThat(discord.in("600100").get(0).isThinking()).isFalse();
    assertThat(discord.events("chat.message"))
        .filteredOn(event -> "discord/600100".equals(event.get("subject")))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "not known,No flow answers this.",
    "not possible,This failed. The hub keeps it until somebody looks at it.",
    "not soon,At last."
  })
  void command_does_not_go_on_thinking(String text, String answer) {
    String room = "6002" + text.length();
    String token = "token-of-" + text.length();
    discord.fake.thinking(token, room);
    discord.knock(
        DiscordHub.sample("command")
            .replace("is the backup done?", text)
            .replace("interaction-token", token)
            .replace("1300000000000000001", "13000000000000001" + text.length())
            .replace("600100", room));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(discord.in(room))
                    .extracting(FakeDiscord.Message::words)
                    .containsExactly(answer));
    assertThat(discord.in(room).get(0).isThinking()).isFalse();
    // looked at for the last time, and nothing else is said
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        discord
                            .hub()
                            .database()
                            .sql(
                                """
                                select count(*) from delivery d join event e on e.id = d.event_id
                                where e.type = 'notify.reply.due' and e.subject = ?
                                """)
                            .param("discord/" + room)
                            .query(Long.class)
                            .single())
                    .isZero());
    assertThat(discord.in(room)).hasSize(1);
  }

  @Test
  void command_does_not_go_on_thinking_although_the_hub_restarts() {
    discord.fake.thinking("token-of-restart", "600300");
    discord.knock(
        DiscordHub.sample("command")
            .replace("is the backup done?", "not known either")
            .replace("interaction-token", "token-of-restart")
            .replace("1300000000000000001", "1300000000000000300")
            .replace("600100", "600300"));
    discord.restart();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(discord.in("600300"))
                    .extracting(FakeDiscord.Message::words)
                    .containsExactly("No flow answers this."));
  }

  @Test
  void two_hundred_notices_at_once_arrive_in_order_within_the_limits() {
    discord.fake.limit(5, Duration.ofMillis(200));
    int refusedBefore = discord.fake.refusedForPace();
    List<String> asked = IntStream.range(0, 200).mapToObj(i -> "notice number " + i).toList();
    asked.forEach(text -> discord.publish(DiscordHub.notice(text)));
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(discord.in(FakeDiscord.CHANNEL))
                      .extracting(FakeDiscord.Message::words)
                      .filteredOn(words -> words.startsWith("notice number "))
                      .hasSize(200));
    } finally {
      discord.fake.limit(Integer.MAX_VALUE, Duration.ofSeconds(2));
    }
    assertThat(discord.in(FakeDiscord.CHANNEL))
        .extracting(FakeDiscord.Message::words)
        .filteredOn(words -> words.startsWith("notice number "))
        .isEqualTo(asked);
    // an answer that takes longer than its window may be followed by one refusal
    assertThat(discord.fake.refusedForPace() - refusedBefore).isLessThanOrEqualTo(2);
  }

  @Test
  void no_secret_is_in_the_book_of_what_was_sent() {
    discord.publish(DiscordHub.notice("<p>"));
    await()
        .until(
            () -> discord.in(FakeDiscord.CHANNEL).stream().anyMatch(m -> m.words().contains("p>")));
    List<String> remotes =
        discord
            .hub()
            .database()
            .sql("select coalesce(remote::text, '') || coalesce(error, '') from notice_send")
            .query(String.class)
            .list();
    assertThat(remotes).isNotEmpty().noneMatch(text -> text.contains("token"));
  }
}
