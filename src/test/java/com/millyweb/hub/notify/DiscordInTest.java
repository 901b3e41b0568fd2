package com.millyweb.hub.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.FakeDiscord;
import com.millyweb.hub.OutgoingHttpInTest;
import com.millyweb.hub.Secret;
import com.millyweb.hub.SettableClock;
import com.millyweb.hub.TestDatabase;
import com.millyweb.hub.event.HistoryInTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The Discord medium on a real database and a fake Discord. */
final class DiscordInTest implements AutoCloseable {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  final FakeDiscord fake = FakeDiscord.start();
  final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());
  final SettableClock clock = new SettableClock(Instant.now());
  final Discord discord;

  /** By the webhook when there is no token. */
  private DiscordInTest(@Nullable String token, @Nullable String channel) {
    var properties =
        new DiscordProperties(
            token == null ? new Secret(fake.webhookUrl()) : null,
            token == null ? null : new Secret(token),
            channel,
            URI.create(fake.url()),
            1_000,
            1_000,
            TIMEOUT);
    var notify =
        new NotifyProperties(
            Map.of(),
            Duration.ofDays(1),
            Duration.ofDays(1),
            new NotifyProperties.Slack(
                null, null, null, URI.create("https://slack.com/api"), 1, 1, TIMEOUT));
    discord =
        new Discord(
            notify,
            properties,
            new SendBook(jdbc),
            new Sequence(new SendBook(jdbc)),
            new Buttons(jdbc),
            new ReplyData(HistoryInTest.of(DATABASE.dataSource())),
            OutgoingHttpInTest.allowing(),
            clock);
    jdbc.sql("truncate notice_send, notice_token, notice_decision").update();
  }

  static DiscordInTest bot() {
    return botIn(FakeDiscord.CHANNEL);
  }

  static DiscordInTest botIn(String channel) {
    return new DiscordInTest(FakeDiscord.TOKEN, channel);
  }

  static DiscordInTest botWithToken(String token) {
    return new DiscordInTest(token, FakeDiscord.CHANNEL);
  }

  static DiscordInTest webhook() {
    return new DiscordInTest(null, null);
  }

  Medium.Sent send(Notice notice) throws Exception {
    return send(notice, Target.of("ops", discord));
  }

  Medium.Sent send(Notice notice, Target target) throws Exception {
    discord.check(target);
    return discord.send(new Delivery(notice, target, UUID.randomUUID()));
  }

  /** Answers an event in a conversation. */
  Medium.Sent reply(String channel, UUID event, String text) throws Exception {
    return send(notice(text).answering(event), Target.reply("discord", channel));
  }

  /** A command was given, as the door stores it. */
  UUID command(String channel, String token) {
    fake.thinking(token, channel);
    return asked(
        Map.of("application", FakeDiscord.APPLICATION, "token", token, "deferred", "true"));
  }

  UUID asked(Map<String, String> reply) {
    UUID id = Notice.newId();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    reply.forEach(data.putObject("reply")::put);
    jdbc.sql(
            """
            insert into event (id, at, type, source, time, content_type, data)
            values (:id, to_timestamp(:millis / 1000.0), 'chat.message', 'discord', now(), 'application/json', :data)
            """)
        .param("id", id)
        .param("millis", id.getMostSignificantBits() >>> 16)
        .param("data", NoticeJson.bytes(data))
        .update();
    return id;
  }

  List<FakeDiscord.Message> messages() {
    return fake.messages();
  }

  static Notice notice(String text) {
    return Notice.of("ops", Severity.info, null, text, Instant.parse("2026-11-01T12:00:00Z"));
  }

  static Notice titled(String text) {
    return Notice.of("ops", Severity.warning, "Title", text, Instant.parse("2026-11-01T12:00:00Z"));
  }

  static Notice keyed(String key, String text) {
    return titled(text).withKey(key);
  }

  List<Map<String, Object>> book() {
    return jdbc.sql("select part, state, ambiguous, attempts, error from notice_send order by at")
        .query()
        .listOfRows();
  }

  @Override
  public void close() throws IOException {
    discord.close();
    fake.close();
  }
}
