package com.millyweb.hub.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeGotify;
import com.millyweb.hub.fake.FakeNtfy;
import com.millyweb.hub.fake.FakeSmtp;
import com.millyweb.hub.fake.FakeWebhookReceiver;
import com.millyweb.hub.fixture.HubFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** E-mail, ntfy, Gotify and webhook in the whole hub, by its own routes. */
class MediaRouteTest {
  private static final FakeSmtp SMTP = FakeSmtp.start();
  private static final FakeNtfy NTFY = FakeNtfy.start();
  private static final FakeGotify GOTIFY = FakeGotify.start();
  private static final FakeWebhookReceiver RECEIVER = FakeWebhookReceiver.start();
  private static @TempDir Path routes;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(routes.resolve("notify"));
    for (String medium : List.of("email", "ntfy", "gotify", "webhook", "inbox")) {
      Path file = Path.of("notify", medium + ".camel.yaml");
      Files.copy(Path.of("routes").resolve(file), routes.resolve(file));
    }
    Files.createDirectories(routes.resolve("flow"));
    Files.writeString(
        routes.resolve("flow/disk.camel.yaml"),
        """
        - route:
            id: flow.disk
            description: Asks what to do with a full disk.
            from:
              uri: event:disk.full
              steps:
                - to:
                    uri: notify:ops
                    parameters:
                      severity: warning
        """);
    Map<String, String> properties =
        Map.ofEntries(
            Map.entry("hub.public-url", "https://hub.example.org/"),
            Map.entry("hub.notify.email.host", "127.0.0.1"),
            Map.entry("hub.notify.email.port", String.valueOf(SMTP.port())),
            Map.entry("hub.notify.email.security", "none"),
            Map.entry("hub.notify.email.user", FakeSmtp.USER),
            Map.entry("hub.notify.email.password", FakeSmtp.PASSWORD),
            Map.entry("hub.notify.email.to", "ops@example.org"),
            Map.entry("hub.notify.email.rate", "1000/s"),
            Map.entry("hub.notify.ntfy.url", NTFY.url()),
            Map.entry("hub.notify.ntfy.topic", "hub-topic"),
            Map.entry("hub.notify.ntfy.token", FakeNtfy.TOKEN),
            Map.entry("hub.notify.ntfy.rate", "20/s"),
            Map.entry("hub.notify.gotify.url", GOTIFY.url()),
            Map.entry("hub.notify.gotify.token", FakeGotify.TOKEN),
            Map.entry("hub.notify.gotify.rate", "1000/s"),
            Map.entry("hub.notify.webhook.url", RECEIVER.hookUrl()),
            Map.entry("hub.notify.webhook.secret", FakeWebhookReceiver.SECRET),
            Map.entry("hub.notify.webhook.rate", "1000/s"));
    hub = HubFixture.start(routes, properties);
    // a little more than the hub sends
    NTFY.limit(60, 25);
  }

  @AfterAll
  static void stop() throws Exception {
    hub.close();
    SMTP.close();
    NTFY.close();
    GOTIFY.close();
    RECEIVER.close();
  }

  @Test
  void two_hundred_notices_at_once_arrive_everywhere_in_order() throws Exception {
    List<String> texts = IntStream.range(0, 200).mapToObj(i -> "Notice number " + i).toList();
    for (String text : texts) {
      hub.bean(Notices.class)
          .publish(Notice.of("ops", Severity.info, text, text, Instant.now()))
          .join();
    }
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> {
              assertThat(numbered(NTFY.texts())).isEqualTo(texts);
              assertThat(numbered(mails())).isEqualTo(texts);
              assertThat(numbered(gotify())).isEqualTo(texts);
              assertThat(numbered(received())).isEqualTo(texts);
            });
    assertThat(NTFY.refused()).isZero();
  }

  @Test
  void flow_asks_and_every_medium_has_a_way_to_answer() {
    hub.bean(EventLog.class)
        .append(
            NewEvent.json(
                "disk.full",
                "test",
                """
                {"title": "Disk is full", "text": "What now?", "actions": [{"text": "Clean up", "value": "clean"}]}
                """
                    .getBytes(StandardCharsets.UTF_8)))
        .join();
    String action = "https://hub\\.example\\.org/act/a:[A-Za-z0-9_-]{22}";
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> {
              assertThat(NTFY.messages())
                  .filteredOn(message -> message.title().equals("Disk is full"))
                  .singleElement()
                  .satisfies(
                      message -> assertThat(message.body().toString()).containsPattern(action));
              assertThat(gotify())
                  .filteredOn(text -> text.startsWith("What now?"))
                  .singleElement()
                  .satisfies(text -> assertThat(text).containsPattern(action));
              assertThat(RECEIVER.messages())
                  .filteredOn(m -> m.path("data").path("text").asText().equals("What now?"))
                  .singleElement()
                  .satisfies(message -> assertThat(message.toString()).containsPattern(action));
              assertThat(mails()).filteredOn(mail -> mail.endsWith("Disk is full")).hasSize(1);
            });
    assertThat(
            JdbcClient.create(hub.database().dataSource())
                .sql(
                    "select notice_token.target from notice_token join notice_decision using (notice_id)")
                .query(String.class)
                .list())
        .hasSize(4);
  }

  private static List<String> numbered(List<String> texts) {
    return texts.stream().filter(text -> text.startsWith("Notice number ")).toList();
  }

  private static List<String> gotify() {
    return GOTIFY.messages().stream().map(FakeGotify.Message::text).toList();
  }

  private static List<String> received() {
    return RECEIVER.messages().stream()
        .map(message -> message.path("data").path("text").asText())
        .toList();
  }

  private static List<String> mails() throws Exception {
    List<String> subjects = new ArrayList<>();
    for (FakeSmtp.Mail mail : SMTP.mails()) {
      subjects.add(mail.parsed().getSubject());
    }
    return subjects;
  }
}
