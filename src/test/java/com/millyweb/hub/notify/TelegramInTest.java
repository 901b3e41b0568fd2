package com.millyweb.hub.notify;

import com.millyweb.hub.FakeTelegram;
import com.millyweb.hub.OutgoingHttpInTest;
import com.millyweb.hub.Secret;
import com.millyweb.hub.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The Telegram medium on a real database and a fake Telegram. */
final class TelegramInTest implements AutoCloseable {
  private static final TestDatabase DATABASE = TestDatabase.create();
  static final String PERSON = "815";
  static final String GROUP = "-1001";
  static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  final FakeTelegram fake = FakeTelegram.start();
  final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());
  final Telegram telegram;

  TelegramInTest() {
    this(1000, 60_000);
  }

  TelegramInTest(double rate, int groupRate) {
    var properties =
        new TelegramProperties(
            new Secret(FakeTelegram.TOKEN),
            PERSON,
            URI.create(fake.url()),
            rate,
            groupRate,
            Duration.ofSeconds(1));
    var slack =
        new NotifyProperties.Slack(
            null, null, null, URI.create("https://slack.com/api"), 1, 1, Duration.ofSeconds(1));
    var notify = new NotifyProperties(Map.of(), Duration.ofDays(1), Duration.ofDays(1), slack);
    telegram =
        new Telegram(
            properties,
            new SendBook(jdbc),
            new Sequence(new SendBook(jdbc)),
            new Buttons(jdbc),
            new ReplyData(null),
            new TelegramChats(jdbc),
            OutgoingHttpInTest.allowing(),
            Clock.systemUTC());
    jdbc.sql("truncate notice_send, notice_token, notice_decision, telegram_chat").update();
  }

  Medium.Sent send(Notice notice) throws Exception {
    return send(notice, null);
  }

  Medium.Sent send(Notice notice, @Nullable String address) throws Exception {
    return telegram.send(new Delivery(notice, target(address), UUID.randomUUID()));
  }

  static Target target(@Nullable String address) {
    String id = "ops/telegram" + (address == null ? "" : "/" + address);
    return new Target(id, "ops", "telegram", address, null, null, Ambiguous.retry);
  }

  static Notice notice(String text) {
    return Notice.of("ops", Severity.info, "Title", text, NOW);
  }

  static Notice notice(@Nullable String key, String text) {
    return notice(text).withKey(key);
  }

  List<FakeTelegram.Message> messages() {
    return fake.messages();
  }

  List<Map<String, Object>> book() {
    return jdbc.sql("select part, state, ambiguous, attempts, error from notice_send order by at")
        .query()
        .listOfRows();
  }

  @Override
  public void close() throws IOException {
    telegram.close();
    fake.close();
  }
}
