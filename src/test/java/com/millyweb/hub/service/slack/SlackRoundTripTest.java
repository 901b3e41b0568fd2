package com.millyweb.hub.service.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.fake.FakeSlackApp;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From people in Slack through the door and the shipped flows back to them. */
class SlackRoundTripTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String JSON = "application/json";

  private static FakeSlack slack;
  private static FakeSlackApp app;
  private static HubFixture hub;

  @BeforeAll
  static void start() {
    // Slack's limit with a clock that runs twenty times as fast
    slack = FakeSlack.start().limit(20, 5).withoutBotIn("C8").withoutBotIn("C6");
    hub =
        HubFixture.start(
            Map.ofEntries(
                Map.entry("hub.ingress.sources.slack.secret", FakeSlackApp.SECRET),
                Map.entry("hub.notify.slack.token", FakeSlack.TOKEN),
                Map.entry("hub.notify.slack.channel", "C1"),
                Map.entry("hub.notify.slack.base-url", slack.url()),
                Map.entry("hub.notify.slack.rate", "20/s"),
                Map.entry("hub.notify.channels.many[0].medium", "slack"),
                Map.entry("hub.notify.channels.many[0].address", "C9"),
                Map.entry("hub.notify.channels.lost[0].medium", "slack"),
                Map.entry("hub.notify.channels.lost[0].address", "C6"),
                Map.entry("hub.notify.channels.asks[0].medium", "slack"),
                Map.entry("hub.notify.channels.asks[0].address", "C4"),
                Map.entry("hub.people.alice.slack", "T1/U1")));
    app = new FakeSlackApp(hub.url() + "/hooks/slack");
  }

  @AfterAll
  static void stop() {
    hub.close();
    slack.close();
  }

  private static List<FakeSlack.Message> in(String channel) {
    return slack.messages().stream().filter(m -> m.channel().equals(channel)).toList();
  }

  private static long events(String type) {
    return JdbcClient.create(hub.database().dataSource())
        .sql("select count(*) from event where type = ?")
        .param(type)
        .query(Long.class)
        .single();
  }

  private static void publish(Notice notice) {
    hub.bean(Notices.class).publish(notice).join();
  }

  @Test
  void mention_is_answered_once_in_its_thread_however_often_slack_tells_of_it() {
    var said = FakeSlackApp.message("C2", "1700000002.000100", "<@U0BOT> ping");
    var mention = said.deepCopy().put("type", "app_mention");
    for (int retry = 0; retry < 2; retry++) {
      for (JsonNode body :
          List.of(FakeSlackApp.callback("Ev1", said), FakeSlackApp.callback("Ev2", mention))) {
        var answer = app.event(body);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
      }
    }
    await().atMost(PATIENCE).until(() -> in("C2").size() == 1);
    assertThat(in("C2").get(0).words()).isEqualTo("pong");
    assertThat(in("C2").get(0).thread()).isEqualTo("1700000002.000100");
    app.event(
        FakeSlackApp.callback("Ev3", FakeSlackApp.message("D2", "1700000002.000200", "ping")));
    await().atMost(PATIENCE).until(() -> in("D2").size() == 1);
    assertThat(in("C2")).hasSize(1);
  }

  @Test
  void command_is_answered_also_where_the_bot_is_not() {
    var answer =
        app.form(
            Map.of(
                "command", "/hub",
                "text", "ping",
                "user_id", "U1",
                "team_id", "T1",
                "channel_id", "C8",
                "trigger_id", "1.2.3",
                "response_url", slack.responseUrl()));
    assertThat(answer.statusCode()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> in("response").size() == 1);
    assertThat(in("response").get(0).words()).isEqualTo("pong");
  }

  @Test
  void press_is_decided_once_shown_in_the_message_and_refused_in_private() {
    publish(
        Notice.of("asks", Severity.warning, "web is slow", "Restart it?", Instant.now())
            .withActions(
                List.of(
                    new Notice.Action("Restart", null, "restart web", "danger"),
                    new Notice.Action("Leave", null, "leave web", null))));
    await().atMost(PATIENCE).until(() -> in("C4").size() == 1);
    FakeSlack.Message asked = in("C4").get(0);
    assertThat(asked.buttons()).hasSize(2);

    String restart = asked.buttons().get(0);
    String stranger = slack.responseUrl();
    var press = FakeSlackApp.press("C4", asked.ts(), restart, stranger);
    press.putObject("user").put("id", "U666").put("team_id", "T1");
    assertThat(app.interaction(press.put("trigger_id", "666")).statusCode()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> told("U666"));
    assertThat(in("C4").get(0).buttons()).hasSize(2);

    var answer =
        app.interaction(FakeSlackApp.press("C4", asked.ts(), restart, slack.responseUrl()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    await().atMost(PATIENCE).until(() -> in("C4").get(0).buttons().isEmpty());
    assertThat(in("C4").get(0).words()).contains("Restart it?", "*Restart* — alice");
    assertThat(in("C4").get(0).ts()).isEqualTo(asked.ts());

    app.interaction(
        FakeSlackApp.press("C4", asked.ts(), asked.buttons().get(1), slack.responseUrl()));
    await().atMost(PATIENCE).until(() -> told("Already decided by alice: Restart."));
    assertThat(events("chat.press")).isEqualTo(3);
    assertThat(events("chat.action")).isEqualTo(1);
  }

  private static boolean told(String words) {
    return slack.responses().stream()
        .filter(response -> response.path("response_type").asText().equals("ephemeral"))
        .anyMatch(response -> response.path("text").asText().contains(words));
  }

  @Test
  void door_lets_in_what_slack_signed_and_nothing_else() {
    var body = JsonNodeFactory.instance.objectNode().put("type", "url_verification");
    var answer =
        app.event(body.put("challenge", "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains(JSON);
    assertThat(answer.body())
        .isEqualTo("{\"challenge\":\"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P\"}");

    long now = Instant.now().getEpochSecond();
    String text = body.toString();
    assertThat(app.send(JSON, text, now, "another secret").statusCode()).isEqualTo(401);
    assertThat(app.send(JSON, text, now - 400, FakeSlackApp.SECRET).statusCode()).isEqualTo(401);
    assertThat(app.send(JSON, text, now + 400, FakeSlackApp.SECRET).statusCode()).isEqualTo(401);
    assertThat(app.send(JSON, "{\"type\":", now, FakeSlackApp.SECRET).statusCode()).isEqualTo(400);
    assertThat(app.send("text/plain", text).statusCode()).isEqualTo(415);
  }

  @Test
  void two_hundred_notices_at_once_arrive_in_order() {
    for (int i = 0; i < 200; i++) {
      publish(Notice.of("many", Severity.info, null, "notice " + i, Instant.now()));
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> in("C9").size() >= 200);
    assertThat(in("C9"))
        .extracting(FakeSlack.Message::words)
        .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> "notice " + i).toList());
    Map<String, Long> refusals =
        slack.limited().stream()
            .map(body -> body.path("text").asText())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(refusals.values()).allMatch(times -> times == 1);
  }

  @Test
  void channel_that_the_bot_is_not_in_is_left_alone_and_that_is_told_elsewhere() {
    publish(Notice.of("lost", Severity.info, null, "first", Instant.now()));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                hub.bean(Inbox.class).page(null, 100).items().stream()
                    .anyMatch(n -> "lost/slack/C6 gets no more notices".equals(n.title())));
    long asked = requests("C6");
    publish(Notice.of("lost", Severity.info, null, "second", Instant.now()));
    await().atMost(PATIENCE).until(() -> refused() == 2);
    assertThat(requests("C6")).isEqualTo(asked);
  }

  private static long requests(String channel) {
    return slack.requests().stream()
        .filter(body -> body.path("channel").asText().equals(channel))
        .count();
  }

  private static long refused() {
    return JdbcClient.create(hub.database().dataSource())
        .sql("select count(*) from event where type = 'delivery.dead'")
        .query(Long.class)
        .single();
  }
}
