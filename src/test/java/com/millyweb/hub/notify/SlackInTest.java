package com.millyweb.hub.notify;

import com.millyweb.hub.FakeSlack;
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

/** The Slack medium on a real database and a fake Slack. */
final class SlackInTest implements AutoCloseable {
  private static final TestDatabase DATABASE = TestDatabase.create();
  static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  final FakeSlack fake = FakeSlack.start();
  final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());
  final Slack slack;
  private final Target target;

  private SlackInTest(boolean bot) {
    var properties =
        new NotifyProperties.Slack(
            bot ? null : new Secret(fake.webhookUrl()),
            bot ? new Secret(FakeSlack.TOKEN) : null,
            bot ? "C1" : null,
            URI.create(fake.url()),
            1000,
            1000,
            Duration.ofSeconds(1));
    slack =
        new Slack(
            new NotifyProperties(Map.of(), Duration.ofDays(1), Duration.ofDays(1), properties),
            new SendBook(jdbc),
            new Sequence(new SendBook(jdbc)),
            OutgoingHttpInTest.allowing(),
            Clock.systemUTC());
    jdbc.sql("truncate notice_send").update();
    target = Target.of("ops", slack);
  }

  static SlackInTest bot() {
    return new SlackInTest(true);
  }

  static SlackInTest webhook() {
    return new SlackInTest(false);
  }

  Medium.Sent send(Notice notice) throws Exception {
    return slack.send(new Delivery(notice, target, UUID.randomUUID()));
  }

  static Notice notice(String text) {
    return Notice.of("ops", Severity.info, "Title", text, NOW);
  }

  static Notice notice(@Nullable String key, String text) {
    return notice(text).withKey(key);
  }

  List<Map<String, Object>> book() {
    return jdbc.sql("select part, state, ambiguous, attempts, error from notice_send order by at")
        .query()
        .listOfRows();
  }

  @Override
  public void close() throws IOException {
    slack.close();
    fake.close();
  }
}
