package com.millyweb.hub.service.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.history.HistoryFixture;
import com.millyweb.hub.fake.FakeDiscord;
import com.millyweb.hub.fixture.SettableClock;
import com.millyweb.hub.http.OutgoingHttpFixture;
import com.millyweb.hub.notify.ChatFileSource;
import com.millyweb.hub.notify.ConversationContext;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.MediumClients;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.secret.Secret;
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
public final class DiscordFixture implements AutoCloseable {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  public final FakeDiscord fake = FakeDiscord.start();
  final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());
  final SettableClock clock = new SettableClock(Instant.now());
  private final MediumClients clients =
      new MediumClients(SendingFixture.NO_CHANNELS, OutgoingHttpFixture.allowing(), clock);
  final Discord discord;

  /** By the webhook when there is no token. */
  private DiscordFixture(@Nullable String token, @Nullable String channel) {
    var properties =
        new DiscordProperties(
            token == null ? new Secret(fake.webhookUrl()) : null,
            token == null ? null : new Secret(token),
            channel,
            URI.create(fake.url()),
            SendingFixture.FAST,
            1_000,
            TIMEOUT);
    discord =
        new Discord(
            properties,
            SendingFixture.chat(
                jdbc, new ConversationContext(HistoryFixture.of(DATABASE.dataSource())), clients));
    jdbc.sql("truncate notice_send, notice_token, notice_decision").update();
  }

  public static DiscordFixture bot() {
    return botIn(FakeDiscord.CHANNEL);
  }

  static DiscordFixture botIn(String channel) {
    return new DiscordFixture(FakeDiscord.TOKEN, channel);
  }

  static DiscordFixture botWithToken(String token) {
    return new DiscordFixture(token, FakeDiscord.CHANNEL);
  }

  public static DiscordFixture webhook() {
    return new DiscordFixture(null, null);
  }

  public Medium.Sent send(Notice notice) throws Exception {
    return send(notice, Target.of("ops", discord));
  }

  public Medium.Sent send(Notice notice, Target target) throws Exception {
    discord.check(target);
    return discord.send(new NoticeDelivery(notice, target, UUID.randomUUID()));
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

  public List<FakeDiscord.Message> messages() {
    return fake.messages();
  }

  public static Notice notice(String text) {
    return Notice.of("ops", Severity.info, null, text, Instant.parse("2026-11-01T12:00:00Z"));
  }

  public static Notice titled(String text) {
    return Notice.of("ops", Severity.warning, "Title", text, Instant.parse("2026-11-01T12:00:00Z"));
  }

  public static Notice keyed(String key, String text) {
    return titled(text).withKey(key);
  }

  List<Map<String, Object>> book() {
    return jdbc.sql("select part, state, ambiguous, attempts, error from notice_send order by at")
        .query()
        .listOfRows();
  }

  @Override
  public void close() throws IOException {
    clients.close();
    fake.close();
  }

  public static ChatFileSource files(URI url, Duration timeout) {
    return new DiscordFileSource(
        new DiscordProperties(null, null, null, url, SendingFixture.FAST, 1, timeout));
  }
}
