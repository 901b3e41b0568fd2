package com.millyweb.hub.service.telegram;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.http.OutgoingHttpFixture;
import com.millyweb.hub.notify.ChatFileSource;
import com.millyweb.hub.notify.ConversationContext;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.MediumClients;
import com.millyweb.hub.notify.sending.OnAmbiguous;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.secret.Secret;
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
public final class TelegramFixture implements AutoCloseable {
  private static final TestDatabase DATABASE = TestDatabase.create();
  static final String PERSON = "815";
  public static final String GROUP = "-1001";
  public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  public final FakeTelegram fake = FakeTelegram.start();
  final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());
  private final MediumClients clients =
      new MediumClients(
          SendingFixture.NO_CHANNELS, OutgoingHttpFixture.allowing(), Clock.systemUTC());
  final Telegram telegram;

  public TelegramFixture() {
    var properties =
        new TelegramProperties(
            new Secret(FakeTelegram.TOKEN),
            PERSON,
            URI.create(fake.url()),
            SendingFixture.FAST,
            SendingFixture.FAST,
            Duration.ofSeconds(1));
    telegram =
        new Telegram(
            properties,
            SendingFixture.chat(jdbc, new ConversationContext(null), clients),
            new TelegramChats(jdbc));
    jdbc.sql("truncate notice_send, notice_token, notice_decision, telegram_chat").update();
  }

  public Medium.Sent send(Notice notice) throws Exception {
    return send(notice, null);
  }

  public Medium.Sent send(Notice notice, @Nullable String address) throws Exception {
    return telegram.send(new NoticeDelivery(notice, target(address), UUID.randomUUID()));
  }

  static Target target(@Nullable String address) {
    String id = "ops/telegram" + (address == null ? "" : "/" + address);
    return new Target(id, "ops", "telegram", address, null, null, OnAmbiguous.retry);
  }

  public static Notice notice(String text) {
    return Notice.of("ops", Severity.info, "Title", text, NOW);
  }

  public static Notice notice(@Nullable String key, String text) {
    return notice(text).withKey(key);
  }

  public List<FakeTelegram.Message> messages() {
    return fake.messages();
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

  public static ChatFileSource files(String token, URI url, Duration timeout) {
    return new TelegramFileSource(
        new TelegramProperties(
            new Secret(token), "1", url, SendingFixture.FAST, SendingFixture.FAST, timeout));
  }
}
