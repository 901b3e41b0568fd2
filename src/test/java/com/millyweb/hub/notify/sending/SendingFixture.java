package com.millyweb.hub.notify.sending;

import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.config.Rate;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.http.OutgoingHttpFixture;
import com.millyweb.hub.notify.ConversationContext;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeBody;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.NotifyProperties;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Buttons;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a medium sends with, on a real database, and notices to send. */
public final class SendingFixture implements AutoCloseable {
  public static final NotifyProperties NO_CHANNELS =
      new NotifyProperties(Map.of(), Duration.ofDays(1), Duration.ofDays(1));

  /** So that nothing waits. */
  public static final Rate FAST = Rate.valueOf("1000/s");

  public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  public static final String LONG = "A sentence of the long report. ".repeat(1_000);
  public static final PublicUrlProperties PUBLIC =
      new PublicUrlProperties(URI.create("https://hub.example.org"));
  public static final PublicUrlProperties PRIVATE = new PublicUrlProperties(null);
  private static final TestDatabase DATABASE = TestDatabase.create();

  final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());
  public final SendLedger book = new SendLedger(jdbc);
  public final PartSender sequence = new PartSender(book);
  public final Buttons buttons = new Buttons(jdbc);

  /** What a chat sends with, on this database. */
  public static ChatSending chat(
      JdbcClient jdbc, ConversationContext conversations, MediumClients clients) {
    SendLedger ledger = new SendLedger(jdbc);
    return new ChatSending(
        clients, new PartSender(ledger), ledger, new Buttons(jdbc), conversations);
  }

  private final List<MediumClients> clients = new ArrayList<>();

  public SendingFixture() {
    jdbc.sql("truncate notice_send, notice_token, notice_decision").update();
  }

  /** Links as a hub with this public URL has them. */
  public ActionLinks links(PublicUrlProperties publicUrl) {
    return new ActionLinks(buttons, publicUrl);
  }

  public MediumClients clients(Clock clock) {
    return clients(NO_CHANNELS, clock);
  }

  public MediumClients clients(NotifyProperties notify, Clock clock) {
    var made = new MediumClients(notify, OutgoingHttpFixture.allowing(), clock);
    clients.add(made);
    return made;
  }

  @Override
  public void close() throws IOException {
    for (MediumClients made : clients) {
      made.close();
    }
  }

  public static NoticeDelivery delivery(Notice notice, Target target) {
    return new NoticeDelivery(notice, target, UUID.randomUUID());
  }

  public static Notice notice(String text) {
    return Notice.of("ops", Severity.info, "Title", text, NOW);
  }

  public static Notice notice(@Nullable String key, String text) {
    return notice(text).withKey(key);
  }

  public static Notice threaded(String thread, String text) {
    return new NoticeBody("ops", null, null, thread).read(text, NOW);
  }

  /** Title, text, fields, link, an action of each kind, a file of each kind. */
  public static Notice full(Severity severity) {
    return Notice.of("ops", severity, "Disk <full> & \"hot\"", "**89 %** of `/data`", NOW)
        .withKey("disk")
        .withFields(
            List.of(
                new Notice.Field("host", "nas_1", true),
                new Notice.Field("log", "line 1\nline 2", false)))
        .withLink(new Notice.Link("https://e.org/d?a=1&b=(2)", "Dashboard"))
        .withActions(
            List.of(
                new Notice.Action("Runbook", "https://e.org/run", null, null),
                new Notice.Action("Clean up", null, "clean", "danger")))
        .withAttachments(
            List.of(
                new Notice.Attachment("graph.png", "https://e.org/graph.png", null),
                new Notice.Attachment("täglich.log", null, "größer\n")));
  }

  /** One row for each part that was sent, the first one first. */
  public List<Map<String, Object>> sent() {
    return jdbc.sql("select part, state, ambiguous, attempts, error from notice_send order by at")
        .query()
        .listOfRows();
  }

  public List<Object> states() {
    return sent().stream().map(row -> row.get("state")).toList();
  }

  public static final Duration SECOND = Duration.ofSeconds(1);
}
