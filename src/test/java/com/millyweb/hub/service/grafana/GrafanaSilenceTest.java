package com.millyweb.hub.service.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeGrafana;
import com.millyweb.hub.fake.FakeHttp.Trick;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.fixture.HubFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What a button in chat does in Grafana. */
class GrafanaSilenceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SILENCING = "flow.silence-alerts";

  private static @TempDir Path routes;
  private static FakeSlack slack;
  private static FakeGrafana grafana;
  private static HubFixture hub;
  private static AlertDesk desk;

  @BeforeAll
  static void start() throws IOException {
    slack = FakeSlack.start();
    grafana = FakeGrafana.start();
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
    // its annotations would meet the tricks that are meant for silences
    Files.delete(routes.resolve("flow/mark-in-grafana.camel.yaml"));
    failOnceOfFickle();
    hub =
        HubFixture.start(
            routes,
            Map.of(
                "hub.grafana.url",
                grafana.url() + "/",
                "hub.grafana.token",
                FakeGrafana.TOKEN,
                "hub.notify.slack.token",
                FakeSlack.TOKEN,
                "hub.notify.slack.channel",
                "C1",
                "hub.notify.slack.base-url",
                slack.url()));
    desk = new AlertDesk(hub);
  }

  @AfterAll
  static void stop() {
    hub.close();
    grafana.close();
    slack.close();
  }

  @Test
  void button_silences_the_alert_where_it_comes_from_and_a_replay_makes_no_second_silence()
      throws Exception {
    fire("DiskFull");
    desk.press("DiskFull is firing", 0, "alice");
    JsonNode silence = silence("DiskFull");
    assertThat(labels(silence))
        .isEqualTo(
            "{\"alertname\":\"DiskFull\",\"instance\":\"nas\",\"mountpoint\":\"/data\",\"severity\":\"critical\"}");
    assertThat(silence.path("createdBy").asText()).isEqualTo("alice");
    UUID event = desk.event("alert.silenced", "fingerprint-of-DiskFull");
    assertThat(silence.path("comment").asText())
        .isEqualTo("Silenced in chat by alice [hub %s]".formatted(event));
    Duration time = Duration.between(Instant.now(), Instant.parse(silence.path("endsAt").asText()));
    assertThat(time).isBetween(Duration.ofMinutes(118), Duration.ofMinutes(120));

    desk.replay(event, SILENCING);
    assertThat(silences("DiskFull")).hasSize(1);
    // also when a person has ended it meanwhile
    grafana.expire(silence.path("id").asText());
    desk.replay(event, SILENCING);
    assertThat(silences("DiskFull")).hasSize(1);
    assertThat(state(silence("DiskFull"))).isEqualTo("expired");
  }

  @Test
  void longer_silence_changes_the_one_that_is_there() throws Exception {
    fire("Slow");
    desk.press("Slow is firing", 0, "alice");
    JsonNode first = silence("Slow");
    UUID earlier = desk.event("alert.silenced", "fingerprint-of-Slow");
    fireAgain("Slow");
    desk.press("Slow is firing", 1, "bob");
    await()
        .atMost(AlertDesk.LONG)
        .untilAsserted(
            () -> assertThat(silence("Slow").path("createdBy").asText()).isEqualTo("bob"));
    JsonNode second = silence("Slow");
    assertThat(second.path("id")).isEqualTo(first.path("id"));
    assertThat(second.path("startsAt")).isEqualTo(first.path("startsAt"));
    assertThat(Instant.parse(second.path("endsAt").asText()))
        .isAfter(Instant.now().plus(Duration.ofHours(23)));

    // what was said before does not shorten what was said after it
    desk.replay(earlier, SILENCING);
    assertThat(silences("Slow")).containsExactly(second);
  }

  @Test
  void end_of_a_silence_that_is_replayed_does_not_end_the_next_one() throws Exception {
    fire("Again");
    desk.press("Again is firing", 0, "alice");
    assertThat(state(silence("Again"))).isEqualTo("active");
    UUID silenced = desk.event("alert.silenced", "fingerprint-of-Again");
    say("unsilence Again", "operator");
    await()
        .atMost(AlertDesk.LONG)
        .untilAsserted(() -> assertThat(state(silence("Again"))).isEqualTo("expired"));
    UUID end = desk.event("alert.unsilenced", "fingerprint-of-Again");
    fireAgain("Again");
    desk.press("Again is firing", 1, "bob");
    await().atMost(AlertDesk.LONG).until(() -> silences("Again").size() == 2);

    desk.replay(end, SILENCING);
    desk.replay(silenced, SILENCING);
    assertThat(silences("Again"))
        .extracting(GrafanaSilenceTest::state)
        .containsExactly("expired", "active");
    assertThat(silence("Again").path("createdBy").asText()).isEqualTo("bob");
  }

  @Test
  void silence_is_taken_back_in_chat_by_an_operator_and_so_it_is_in_grafana() throws Exception {
    fire("Loud");
    desk.press("Loud is firing", 0, "alice");
    assertThat(state(silence("Loud"))).isEqualTo("active");
    say("unsilence Loud", "viewer");
    say("unsilence loud", "operator");
    await()
        .atMost(AlertDesk.LONG)
        .untilAsserted(() -> assertThat(state(silence("Loud"))).isEqualTo("expired"));
    assertThat(silences("Loud")).hasSize(1);
    assertThat(desk.audited("alert.unsilence"))
        .containsOnlyOnce("slack:U023BECGF refused")
        .contains("ann ok");
  }

  @Test
  void silence_is_lifted_there_also_when_the_first_attempt_came_half_way() throws Exception {
    fire("Fickle");
    desk.press("Fickle is firing", 0, "alice");
    assertThat(state(silence("Fickle"))).isEqualTo("active");
    int before = desk.failures("chat.message");
    say("unsilence Fickle", "operator");
    await()
        .atMost(AlertDesk.LONG)
        .untilAsserted(() -> assertThat(state(silence("Fickle"))).isEqualTo("expired"));
    assertThat(desk.failures("chat.message")).isEqualTo(before + 1);
  }

  /** After the statement that ends a silence, as a hub that dies there. */
  private static void failOnceOfFickle() throws IOException {
    Path file = routes.resolve("flow/silence.camel.yaml");
    String ended = "        - bean: {ref: silence, method: ended}\n";
    String flow = Files.readString(file);
    assertThat(flow).containsOnlyOnce(ended);
    Files.writeString(
        file,
        flow.replace(
            ended,
            """
                    - filter:
                        simple: "${body[alert]} == 'Fickle'"
                        steps:
                          - to: "sql:create table if not exists tried (id text primary key)"
                          - to: "sql:insert into tried values (:#${header.ce-id}) on conflict do nothing"
                          - filter:
                              simple: "${header.CamelSqlUpdateCount} == 1"
                              steps:
                                - throwException: {exceptionType: java.lang.IllegalStateException, message: cut off}
            """
                + ended));
  }

  private static void say(String text, String role) throws Exception {
    var message = (ObjectNode) JSON.readTree(Path.of("routes/flow/samples/silence.json").toFile());
    message.put("text", text).withObject("person").put("role", role);
    hub.bean(EventLog.class)
        .append(
            NewEvent.json("chat.message", "slack", JSON.writeValueAsBytes(message))
                .withSubject("slack/D024BE91L"))
        .join();
  }

  @Test
  void grafana_that_is_in_trouble_or_does_not_answer_is_asked_again() throws Exception {
    fire("Trouble");
    int before = desk.failures("alert.silenced");
    // the look for a silence that is there, then the silence: which is made, but nobody hears of it
    grafana.next(Trick.answer(502, "<html>Bad gateway</html>"), Trick.pass(), Trick.silent());
    desk.press("Trouble is firing", 0, "alice");
    assertThat(state(silence("Trouble"))).isEqualTo("active");
    await().atMost(AlertDesk.LONG).until(() -> desk.failures("alert.silenced") == before + 2);
    await().atMost(AlertDesk.LONG).until(() -> waiting() == 0);
    assertThat(silences("Trouble")).hasSize(1);
  }

  @Test
  void what_grafana_refuses_is_told_and_not_asked_again() throws Exception {
    fire("Refused");
    grafana.next(Trick.pass(), Trick.answer(400, "{\"message\":\"invalid silence: too long\"}"));
    desk.press("Refused is firing", 0, "alice");
    await()
        .atMost(AlertDesk.LONG)
        .untilAsserted(
            () ->
                assertThat(desk.told())
                    .contains("flow.silence-alerts gave up an event")
                    .contains("Grafana answered 400 to POST")
                    .contains("invalid silence: too long"));
    assertThat(silences("Refused")).isEmpty();
  }

  @Test
  void silence_that_was_refused_and_lifted_is_not_made_by_another_try() throws Exception {
    fire("Lifted");
    int before = desk.failures("alert.silenced");
    grafana.next(Trick.pass(), Trick.answer(400, "{\"message\":\"invalid silence\"}"));
    desk.press("Lifted is firing", 0, "alice");
    await().atMost(AlertDesk.LONG).until(() -> desk.failures("alert.silenced") > before);
    await().atMost(AlertDesk.LONG).until(() -> waiting() == 0);
    UUID refused = desk.event("alert.silenced", "fingerprint-of-Lifted");
    int done = desk.done(SILENCING);
    say("unsilence Lifted", "operator");
    await().atMost(AlertDesk.LONG).until(() -> desk.done(SILENCING) > done);

    desk.replay(refused, SILENCING);
    assertThat(silences("Lifted")).isEmpty();
  }

  private static long waiting() {
    return desk.waiting(SILENCING);
  }

  private static void fire(String name) throws Exception {
    fire(name, "2026-11-01T08:00:00Z");
  }

  private static void fireAgain(String name) throws Exception {
    // a silenced alert is told again only when nobody knows of the silence
    desk.forgetSilences();
    fire(name, "2026-11-02T08:00:00Z");
  }

  private static void fire(String name, String since) throws Exception {
    var alert =
        (ObjectNode) JSON.readTree(Path.of("routes/flow/samples/alert-to-chat.json").toFile());
    alert.withObject("alert").put("startsAt", since).withObject("labels").put("alertname", name);
    hub.bean(EventLog.class)
        .append(
            NewEvent.json("grafana.alert.firing", "grafana", JSON.writeValueAsBytes(alert))
                .withSubject("fingerprint-of-" + name))
        .join();
  }

  private static JsonNode silence(String name) {
    return await("a silence of " + name)
        .atMost(AlertDesk.LONG)
        .until(
            () -> silences(name).stream().reduce((one, other) -> other).orElse(null),
            one -> one != null);
  }

  private static List<JsonNode> silences(String name) {
    return grafana.silences().stream()
        .filter(one -> one.path("matchers").toString().contains("\"" + name + "\""))
        .toList();
  }

  private static String state(JsonNode silence) {
    return silence.path("status").path("state").asText();
  }

  private static String labels(JsonNode silence) {
    ObjectNode labels = JSON.createObjectNode();
    for (JsonNode matcher : silence.path("matchers")) {
      assertThat(matcher.path("isRegex").asBoolean()).isFalse();
      assertThat(matcher.path("isEqual").asBoolean()).isTrue();
      labels.set(matcher.path("name").asText(), matcher.path("value"));
    }
    return labels.toString();
  }
}
