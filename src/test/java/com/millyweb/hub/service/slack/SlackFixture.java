package com.millyweb.hub.service.slack;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.fixture.SettableClock;
import com.millyweb.hub.http.OutgoingHttpFixture;
import com.millyweb.hub.notify.ChatFileSource;
import com.millyweb.hub.notify.ConversationContext;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.NotifyProperties;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The Slack medium on a real database and a fake Slack. */
public final class SlackFixture implements AutoCloseable {
  private static final TestDatabase DATABASE = TestDatabase.create();
  public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  public final FakeSlack fake = FakeSlack.start();
  final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());
  final Slack slack;
  private final SettableClock clock = new SettableClock(NOW);
  private final MediumClients clients =
      new MediumClients(SendingFixture.NO_CHANNELS, OutgoingHttpFixture.allowing(), clock);
  private final Target target;
  private ConversationContext.@Nullable Asked asked;

  private SlackFixture(boolean bot) {
    var properties =
        new SlackProperties(
            bot ? null : new Secret(fake.webhookUrl()),
            bot ? new Secret(FakeSlack.TOKEN) : null,
            bot ? "C1" : null,
            URI.create(fake.url()),
            SendingFixture.FAST,
            1_000,
            Duration.ofSeconds(1));
    slack = new Slack(properties, SendingFixture.chat(jdbc, new Replies(), clients));
    jdbc.sql("truncate notice_send").update();
    target = Target.of("ops", slack);
  }

  public static SlackFixture bot() {
    return new SlackFixture(true);
  }

  public static SlackFixture webhook() {
    return new SlackFixture(false);
  }

  /** Answers in a conversation, such as {@code C1/1700.01}. */
  Medium.Sent reply(String address, Notice notice) throws Exception {
    return slack.send(
        new NoticeDelivery(notice, Target.reply("slack", address), UUID.randomUUID()));
  }

  /** To a target with an address of its own. */
  public Medium.Sent sendTo(String address, Notice notice) throws Exception {
    Target there =
        new Target("ops/slack/" + address, "ops", "slack", address, null, null, OnAmbiguous.retry);
    return slack.send(new NoticeDelivery(notice, there, UUID.randomUUID()));
  }

  /** What notices answer came this long ago and brought this along. */
  void asked(Duration ago, String responseUrl) {
    asked =
        new ConversationContext.Asked(
            NOW.minus(ago), "1700000000.000001", Map.of("response_url", responseUrl));
  }

  private final class Replies extends ConversationContext {
    Replies() {
      super(null);
    }

    @Override
    public Optional<Asked> of(Notice notice) {
      return Optional.ofNullable(asked);
    }
  }

  public Medium.Sent send(Notice notice) throws Exception {
    return slack.send(new NoticeDelivery(notice, target, UUID.randomUUID()));
  }

  /** To a target that a person looks at before anything is sent twice. */
  Medium.Sent sendCarefully(Notice notice) throws Exception {
    Target careful = new Target(target.id(), "ops", "slack", null, null, null, OnAmbiguous.stop);
    return slack.send(new NoticeDelivery(notice, careful, UUID.randomUUID()));
  }

  public static Notice notice(String text) {
    return Notice.of("ops", Severity.info, "Title", text, NOW);
  }

  public static Notice notice(@Nullable String key, String text) {
    return notice(text).withKey(key);
  }

  public List<Map<String, Object>> book() {
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
    return new SlackFileSource(
        new SlackProperties(null, new Secret(token), "C1", url, SendingFixture.FAST, 1, timeout));
  }

  /** As the configuration has it; nothing is sent. */
  public static Slack configured(NotifyProperties notify, Binder binder, JdbcClient jdbc) {
    return new Slack(
        binder.bindOrCreate("hub.notify.slack", SlackProperties.class),
        SendingFixture.chat(
            jdbc,
            new ConversationContext(null),
            new MediumClients(notify, OutgoingHttpFixture.allowing(), Clock.systemUTC())));
  }
}
