package com.millyweb.hub.service.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.fake.FakeSlackApp;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A held notice is announced in Slack with a button that takes it back. */
class SlackUndoTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FLOWS =
      """
      - route:
          id: flow.hold
          description: Tells the newsroom later
          from:
            uri: event:test.held
            steps:
              - to:
                  uri: notify:news
                  parameters: {title: "Held ${body[name]}", text: "secret plans", hold: 1h}
      - route:
          id: flow.hold.quiet
          description: Tells the newsroom later, and nobody before
          from:
            uri: event:test.quiet
            steps:
              - to:
                  uri: notify:news
                  parameters: {title: "Held ${body[name]}", hold: 1h, holdTo: none}
      - route:
          id: flow.hold.desk
          description: Tells the newsroom later, and those at the desk before
          from:
            uri: event:test.desk
            steps:
              - to: {uri: "notify:news", parameters: {template: held}}
      - route:
          id: flow.hold.heard
          description: Hears of every action
          from:
            uri: event:chat.action
            steps:
              - to: {uri: "event:heard", parameters: {subject: "${body[by]}"}}
      """;

  private static final String NOTICE = "title: \"Held {{ body.name }}\"\nhold: 2h\nholdTo: desk\n";

  private static FakeSlack slack;
  private static FakeSlackApp app;
  private static HubFixture hub;

  @BeforeAll
  static void start(@TempDir Path routes) throws Exception {
    slack = FakeSlack.start();
    write(routes, "flow/hold.camel.yaml", FLOWS);
    write(routes, "flow/held.notice.yaml", NOTICE);
    for (String file :
        List.of(
            "notify/held",
            "notify/press",
            "notify/slack",
            "notify/inbox",
            "ingress/slack",
            "ingress/door",
            "policy/door")) {
      String path = file + ".camel.yaml";
      write(routes, path, Files.readString(Path.of("routes", path)));
    }
    hub =
        HubFixture.start(
            routes,
            Map.ofEntries(
                Map.entry("hub.route.watch", "false"),
                Map.entry("hub.ingress.sources.slack.secret", FakeSlackApp.SECRET),
                Map.entry("hub.notify.slack.token", FakeSlack.TOKEN),
                Map.entry("hub.notify.slack.channel", "C1"),
                Map.entry("hub.notify.slack.base-url", slack.url()),
                Map.entry("hub.notify.slack.rate", "20/s"),
                Map.entry("hub.notify.channels.news[0].medium", "slack"),
                Map.entry("hub.notify.channels.news[0].address", "C5"),
                Map.entry("hub.notify.channels.desk[0].medium", "slack"),
                Map.entry("hub.notify.channels.desk[0].address", "C7"),
                Map.entry("hub.people.alice.slack", "T1/U1"),
                Map.entry("hub.people.bob.slack", "T1/U2")));
    app = new FakeSlackApp(hub.url() + "/hooks/slack");
  }

  @AfterAll
  static void stop() {
    hub.close();
    slack.close();
  }

  @Test
  void pressed_in_time_it_never_leaves_and_the_message_says_who_did_it() {
    append("test.held", "one");
    FakeSlack.Message asked = announced("C1", "Held one");
    assertThat(asked.words()).contains("To be sent in 1 h: Held one", "news", "1 target");
    assertThat(asked.words()).doesNotContain("secret plans");
    assertThat(asked.buttons()).hasSize(1);

    press(asked, "U666");
    await().atMost(PATIENCE).until(() -> told("only the hub's operators"));
    assertThat(actions("Held one")).isZero();

    press(asked, "U1");
    press(asked, "U1");
    await().atMost(PATIENCE).until(() -> announced("C1", "Held one").buttons().isEmpty());
    FakeSlack.Message undone = announced("C1", "Held one");
    assertThat(undone.ts()).isEqualTo(asked.ts());
    assertThat(undone.words()).contains("Taken back: Held one", "*alice* took it back");
    press(asked, "U2");
    await().atMost(PATIENCE).until(() -> told("alice took it back already."));

    timeIsOver();
    await().atMost(PATIENCE).until(SlackUndoTest::isIdle);
    assertThat(in("C5")).noneMatch(message -> message.words().contains("Held one"));
    assertThat(actions("Held one")).isEqualTo(1);
    assertThat(number("select count(*) from event where type = 'heard' and subject = 'alice'"))
        .isEqualTo(1);
    assertThat(number("select count(*) from delivery_history where reason = 'undone by alice'"))
        .isEqualTo(1);
    assertThat(Http.asAdmin(hub).get("/api/audit").body()).contains("notice.undo");
  }

  @Test
  void press_that_is_delivered_again_and_a_backtest_change_nothing() throws Exception {
    append("test.held", "seven");
    press(announced("C1", "Held seven"), "U2");
    await().atMost(PATIENCE).until(() -> actions("Held seven") == 1);
    await().atMost(PATIENCE).until(SlackUndoTest::isIdle);
    String press =
        jdbc()
            .sql("select id::text from event where type = 'chat.press' order by id desc limit 1")
            .query(String.class)
            .single();
    Http api = Http.asAdmin(hub);
    assertThat(api.post("/api/events/" + press + "/replay", "{}").status()).isEqualTo(202);
    await().atMost(PATIENCE).until(() -> ended(press) == 2);
    assertThat(actions("Held seven")).isEqualTo(1);
    assertThat(announced("C1", "Held seven").edits()).isEqualTo(1);

    ObjectMapper json = new ObjectMapper();
    JsonNode backtest =
        api.post(
                "/api/routes/backtest",
                json.writeValueAsString(Map.of("file", "flow/hold.camel.yaml", "content", FLOWS)))
            .json();
    assertThat(backtest.at("/run").asInt()).as(backtest.toString()).isPositive();
    assertThat(backtest.at("/different").asInt()).as(backtest.toString()).isZero();
  }

  private static long ended(String event) {
    return number(
        "select count(*) from delivery_history where outcome = 'done' and event_id = '"
            + event
            + "'");
  }

  @Test
  void pressed_too_late_it_says_that_it_was_sent() {
    append("test.held", "two");
    FakeSlack.Message asked = announced("C1", "Held two");
    timeIsOver();
    await().atMost(PATIENCE).until(() -> !in("C5", "Held two").isEmpty());
    await().atMost(PATIENCE).until(() -> announced("C1", "Held two").buttons().isEmpty());
    assertThat(announced("C1", "Held two").words()).contains("Sent: Held two");

    press(asked, "U1");
    await().atMost(PATIENCE).until(() -> told("Too late: it was sent already."));
    await().atMost(PATIENCE).until(SlackUndoTest::isIdle);
    assertThat(in("C5", "Held two")).hasSize(1);
    assertThat(actions("Held two")).isZero();
  }

  @Test
  void undone_on_the_page_the_message_says_so_too() {
    append("test.held", "three");
    announced("C1", "Held three");
    Http api = Http.asAdmin(hub);
    String id = api.get("/api/notices/held").json().at("/items/0/id").asText();
    Http.Answer undone = api.post("/api/notices/" + id + "/undo", null);
    assertThat(undone.status()).as(undone.body()).isEqualTo(200);
    assertThat(undone.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("notice", "takenBack", "sent", "reason");
    api.post("/api/notices/" + id + "/undo", null);
    await().atMost(PATIENCE).until(() -> announced("C1", "Held three").buttons().isEmpty());
    assertThat(announced("C1", "Held three").words()).contains("administrator* took it back");
    await().atMost(PATIENCE).until(SlackUndoTest::isIdle);
    assertThat(announced("C1", "Held three").edits()).isEqualTo(1);
  }

  @Test
  void what_was_stopped_is_said_to_be_a_dead_letter() {
    append("test.held", "four");
    FakeSlack.Message asked = announced("C1", "Held four");
    Http.asAdmin(hub).post("/api/deliveries/stop", "{\"flow\":\"flow.hold\"}");
    press(asked, "U1");
    await().atMost(PATIENCE).until(() -> told("It is a dead letter"));
    Http.asAdmin(hub).post("/api/deliveries/retry", "{}");
    await().atMost(PATIENCE).until(() -> !in("C5", "Held four").isEmpty());
  }

  @Test
  void notice_says_where_it_is_announced_and_its_file_may_say_so_too() {
    append("test.quiet", "five");
    append("test.desk", "six");
    FakeSlack.Message asked = announced("C7", "Held six");
    assertThat(asked.words()).contains("To be sent in 2 h: Held six");
    assertThat(Http.asAdmin(hub).get("/api/notices/held").json().get("items")).hasSize(2);
    press(asked, "U2");
    await().atMost(PATIENCE).until(() -> announced("C7", "Held six").buttons().isEmpty());
    timeIsOver();
    await().atMost(PATIENCE).until(() -> !in("C5", "Held five").isEmpty());
    await().atMost(PATIENCE).until(SlackUndoTest::isIdle);
    assertThat(in("C1", "Held five")).isEmpty();
    assertThat(in("C1", "Held six")).isEmpty();
    assertThat(in("C5", "Held six")).isEmpty();
  }

  private static void press(FakeSlack.Message message, String user) {
    var press =
        FakeSlackApp.press(
            message.channel(), message.ts(), message.buttons().get(0), slack.responseUrl());
    press.putObject("user").put("id", user).put("team_id", "T1");
    press.put("trigger_id", user + System.nanoTime());
    assertThat(app.interaction(press).statusCode()).isEqualTo(200);
  }

  private static FakeSlack.Message announced(String channel, String title) {
    return await()
        .atMost(PATIENCE)
        .until(() -> in(channel, title).stream().findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private static List<FakeSlack.Message> in(String channel, String words) {
    return in(channel).stream().filter(message -> message.words().contains(words)).toList();
  }

  private static List<FakeSlack.Message> in(String channel) {
    return slack.messages().stream().filter(m -> m.channel().equals(channel)).toList();
  }

  private static boolean told(String words) {
    return slack.responses().stream()
        .anyMatch(response -> response.path("text").asText().contains(words));
  }

  private static void append(String type, String name) {
    hub.bean(EventLog.class)
        .append(
            NewEvent.json(
                type, "test", "{\"name\":\"%s\"}".formatted(name).getBytes(StandardCharsets.UTF_8)))
        .join();
  }

  /** The database's clock is nobody's to set: what waits becomes due. */
  private static void timeIsOver() {
    jdbc().sql("update delivery set run_at = now() where state = 0").update();
  }

  private static boolean isIdle() {
    return number("select count(*) from delivery") == 0;
  }

  private static long actions(String title) {
    return number(
        "select count(*) from event where type = 'chat.action' and convert_from(data, 'UTF8') like '%"
            + title
            + "%'");
  }

  private static long number(String query) {
    return jdbc().sql(query).query(Long.class).single();
  }

  private static JdbcClient jdbc() {
    return hub.bean(JdbcClient.class);
  }

  private static void write(Path routes, String file, String content) throws Exception {
    Path path = routes.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
