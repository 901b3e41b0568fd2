package com.millyweb.hub.notify;

import com.millyweb.hub.FakeSlack;
import com.millyweb.hub.OutgoingHttpInTest;
import com.millyweb.hub.Secret;
import com.millyweb.hub.SettableClock;
import com.millyweb.hub.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final SettableClock clock = new SettableClock(NOW);
  private final Target target;
  private ReplyData.@Nullable Asked asked;

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
    var all = new NotifyProperties(Map.of(), Duration.ofDays(1), Duration.ofDays(1), properties);
    slack =
        new Slack(
            all,
            new SendBook(jdbc),
            new Sequence(new SendBook(jdbc)),
            new Buttons(jdbc),
            new Replies(),
            OutgoingHttpInTest.allowing(),
            clock);
    jdbc.sql("truncate notice_send").update();
    target = Target.of("ops", slack);
  }

  static SlackInTest bot() {
    return new SlackInTest(true);
  }

  static SlackInTest webhook() {
    return new SlackInTest(false);
  }

  /** Answers in a conversation, such as {@code C1/1700.01}. */
  Medium.Sent reply(String address, Notice notice) throws Exception {
    return slack.send(new Delivery(notice, Target.reply("slack", address), UUID.randomUUID()));
  }

  /** To a target with an address of its own. */
  Medium.Sent sendTo(String address, Notice notice) throws Exception {
    Target there =
        new Target("ops/slack/" + address, "ops", "slack", address, null, null, Ambiguous.retry);
    return slack.send(new Delivery(notice, there, UUID.randomUUID()));
  }

  /** What notices answer came this long ago and brought this along. */
  void asked(Duration ago, String responseUrl) {
    asked =
        new ReplyData.Asked(
            NOW.minus(ago), "1700000000.000001", Map.of("response_url", responseUrl));
  }

  private final class Replies extends ReplyData {
    Replies() {
      super(null);
    }

    @Override
    Optional<Asked> of(Notice notice) {
      return Optional.ofNullable(asked);
    }
  }

  Medium.Sent send(Notice notice) throws Exception {
    return slack.send(new Delivery(notice, target, UUID.randomUUID()));
  }

  /** To a target that a person looks at before anything is sent twice. */
  Medium.Sent sendCarefully(Notice notice) throws Exception {
    Target careful = new Target(target.id(), "ops", "slack", null, null, null, Ambiguous.stop);
    return slack.send(new Delivery(notice, careful, UUID.randomUUID()));
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
