package com.millyweb.hub.service.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeGrafana;
import com.millyweb.hub.fake.FakeHttp.Trick;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.route.RouteFiles;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What {@code grafana:} steps do, and what the flow that marks who did what makes of them. */
class GrafanaStepsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARKING = "flow.mark-in-grafana.button";

  private static @TempDir Path routes;
  private static FakeGrafana grafana;
  private static HubFixture hub;
  private static AlertDesk desk;

  @BeforeAll
  static void start() throws IOException {
    grafana = FakeGrafana.start();
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
    tool(
        "mute",
        "silence",
        "label.job: \"${body[job]}\", duration: 2h, by: ann, comment: 'Maintenance #1 & more'");
    tool("mute-map", "silence", "labels: \"${body[labels]}\", until: \"${body[until]}\"");
    tool("unmute", "unsilence", "label.job: \"${body[job]}\"");
    tool("mark", "annotate", "text: \"${body[text]}\", tags: 'deploy, v ${body[job]}'");
    tool(
        "mark-span",
        "annotate",
        "text: \"${body[text]}\", dashboard: \"${body[job]}\", panel: 2, from: \"${body[from]}\", to: \"${body[until]}\"");
    tool("elsewhere", "silence", "server: alertmanager, label.job: a, duration: 2h");
    tool(
        "elsewhere-if-any",
        "silence",
        "server: alertmanager, label.job: a, duration: 2h, optional: true");
    hub =
        HubFixture.start(
            routes,
            Map.of(
                "hub.grafana.url",
                grafana.url(),
                "hub.grafana.token",
                FakeGrafana.TOKEN,
                "hub.route.watch",
                "false"));
    desk = new AlertDesk(hub);
  }

  @AfterAll
  static void stop() {
    hub.close();
    grafana.close();
  }

  @BeforeEach
  void quiet() {
    // a trick that is meant for one flow must not meet another
    for (String part : List.of("button", "silence", "route")) {
      await().atMost(AlertDesk.LONG).until(() -> desk.waiting("flow.mark-in-grafana." + part) == 0);
    }
  }

  @Test
  void silence_has_the_labels_of_the_step_and_is_ended_by_another() {
    JsonNode made = call("mute", "{\"job\":\"node \\\"1\\\"\"}");
    assertThat(made.path("made").asBoolean()).isTrue();
    JsonNode silence = silence(made.path("id").asText());
    assertThat(silence.path("matchers").toString())
        .contains("\"name\":\"job\"", "\"value\":\"node \\\"1\\\"\"");
    assertThat(silence.path("createdBy").asText()).isEqualTo("ann");
    assertThat(silence.path("comment").asText()).isEqualTo("Maintenance #1 & more [hub]");
    // for the same labels there is one
    JsonNode again = call("mute", "{\"job\":\"node \\\"1\\\"\"}");
    assertThat(again.path("id")).isEqualTo(made.path("id"));

    assertThat(call("unmute", "{\"job\":\"other\"}").path("ended").asInt()).isZero();
    assertThat(call("unmute", "{\"job\":\"node \\\"1\\\"\"}").path("ended").asInt()).isOne();
    assertThat(silence(made.path("id").asText()).path("status").path("state").asText())
        .isEqualTo("expired");
  }

  @Test
  void labels_may_come_as_a_map_and_what_would_silence_everything_is_refused() {
    JsonNode made =
        call(
            "mute-map",
            "{\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"until\":\"2099-01-01T00:00:00Z\"}");
    assertThat(silence(made.path("id").asText()).path("matchers")).hasSize(2);
    assertThat(failed("mute-map", "{\"labels\":{},\"until\":\"2099-01-01T00:00:00Z\"}"))
        .contains("A silence needs a label that is not empty");
    assertThat(failed("mute-map", "{\"labels\":{\"a\":\"\"},\"until\":\"2099-01-01T00:00:00Z\"}"))
        .contains("A silence needs a label that is not empty");
    assertThat(failed("mute-map", "{\"labels\":{\"a\":\"1\"},\"until\":\"tomorrow\"}"))
        .contains("until must be an ISO 8601 time", "was: 'tomorrow'");
    JsonNode over =
        call("mute-map", "{\"labels\":{\"c\":\"1\"},\"until\":\"2020-01-01T00:00:00Z\"}");
    assertThat(over.path("made").asBoolean()).isFalse();
  }

  @Test
  void mark_has_its_words_tags_and_times() {
    call("mark", "{\"text\":\"1.2 is out\",\"job\":\"1.2\"}");
    JsonNode mark = mark("1.2 is out");
    assertThat(mark.path("tags").toString()).isEqualTo("[\"deploy\",\"hub\",\"v 1.2\"]");
    assertThat(mark.path("time").asLong()).isBetween(now() - 60_000, now());
    assertThat(mark.has("dashboardUID")).isFalse();

    call(
        "mark-span",
        "{\"text\":\"a span\",\"job\":\"hub-event\",\"from\":\"1767225600000\",\"until\":\"2026-01-01T01:00:00+00:00\"}");
    JsonNode span = mark("a span");
    assertThat(span.path("dashboardUID").asText()).isEqualTo("hub-event");
    assertThat(span.path("panelId").asInt()).isEqualTo(2);
    assertThat(span.path("timeEnd").asLong() - span.path("time").asLong()).isEqualTo(3_600_000);
    assertThat(failed("mark-span", "{\"text\":\"x\",\"job\":\"nowhere\"}"))
        .contains("Grafana answered 404 to POST /api/annotations: Dashboard not found");
  }

  @Test
  void server_that_is_not_configured_is_named_and_may_be_optional() {
    assertThat(failed("elsewhere", "{}"))
        .contains("There is no Alertmanager: set hub.alertmanager.url");
    assertThat(
            call("elsewhere-if-any", "{}").isMissingNode()
                || call("elsewhere-if-any", "{}").isNull())
        .isTrue();
  }

  @Test
  void step_that_cannot_work_is_refused_when_its_file_is_saved() throws IOException {
    Map<String, String> wrong =
        Map.of(
            "duration: 2h", "needs 'labels' or 'label.<name>'",
            "label.a: b", "needs one of 'duration' and 'until'",
            "label.a: b, duration: 2 hours", "A duration is a number with its unit",
            "label.a: b, duration: 2s", "must be 1m to 366d",
            "label.a: b, duration: 2h, server: alertmanger", "did you mean 'alertmanager'?");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      tool("wrong", "silence", one.getKey());
      hub.bean(RouteFiles.class).rescan();
      assertThat(hub.bean(RouteFiles.class).find("tool/wrong.camel.yaml").orElseThrow().problems())
          .as(one.getKey())
          .anySatisfy(problem -> assertThat(problem.toString()).contains(one.getValue()));
    }
    tool("wrong", "annotate", "tags: a");
    hub.bean(RouteFiles.class).rescan();
    assertThat(hub.bean(RouteFiles.class).find("tool/wrong.camel.yaml").orElseThrow().problems())
        .anySatisfy(problem -> assertThat(problem.toString()).contains("needs 'text'"));
    Files.delete(routes.resolve("tool/wrong.camel.yaml"));
    hub.bean(RouteFiles.class).rescan();
    // what it is marked by must not meet the trick of the next test
    mark("tool/wrong.camel.yaml: removed");
  }

  @Test
  void button_is_marked_once_also_when_grafana_answers_late_or_the_event_is_replayed()
      throws Exception {
    int before = desk.failures("chat.action");
    // the look for a mark that is there, then the mark, which is made, but nobody hears of it
    grafana.next(Trick.pass(), Trick.silent());
    UUID event = pressed("immich died");
    mark("ann: Restart (immich died)");
    await().atMost(AlertDesk.LONG).until(() -> desk.failures("chat.action") == before + 1);
    await().atMost(AlertDesk.LONG).until(() -> desk.waiting(MARKING) == 0);
    desk.replay(event, MARKING);
    assertThat(marks("ann: Restart (immich died)")).hasSize(1);
    assertThat(mark("ann: Restart (immich died)").path("tags").toString())
        .isEqualTo("[\"button\",\"hub\",\"hub:%s\"]".formatted(event));
  }

  @Test
  void route_file_that_changes_is_marked() throws IOException {
    tool("new", "annotate", "text: x");
    hub.bean(RouteFiles.class).rescan();
    mark("tool/new.camel.yaml: applied");
    Files.delete(routes.resolve("tool/new.camel.yaml"));
    hub.bean(RouteFiles.class).rescan();
    mark("tool/new.camel.yaml: removed");
  }

  @Test
  void token_that_is_wrong_or_may_not_is_said_with_its_setting() throws Exception {
    grafana.next(401, "{\"message\":\"Invalid API key\"}");
    pressed("a disk is full");
    await()
        .atMost(AlertDesk.LONG)
        .untilAsserted(
            () ->
                assertThat(desk.told())
                    .contains("Grafana answered 401 to GET /api/annotations: Invalid API key")
                    .contains("hub.grafana.token is wrong or expired"));
    grafana.next(Trick.answer(403, "{\"message\":\"You'll need additional permissions\"}"));
    assertThat(failed("mark", "{\"text\":\"forbidden\",\"job\":\"x\"}"))
        .contains("Grafana answered 403", "needs the role Editor");
  }

  @Test
  void settings_that_do_not_fit_stop_the_start() {
    assertThatThrownBy(
            () -> HubFixture.start(Map.of("hub.grafana.url", "http://grafana:3000")).close())
        .rootCause()
        .hasMessageContaining("hub.grafana.url is set, so hub.grafana.token must be set, too");
    assertThatThrownBy(
            () -> HubFixture.start(Map.of("hub.alertmanager.url", "alertmanager:9093")).close())
        .rootCause()
        .hasMessageContaining("hub.alertmanager.url must be an http or https URL");
  }

  private static UUID pressed(String title) throws Exception {
    var press =
        (ObjectNode) JSON.readTree(Path.of("routes/flow/samples/mark-in-grafana.json").toFile());
    press.withObject("notice").put("title", title);
    press.put("value", "nothing");
    return hub.bean(EventLog.class)
        .append(NewEvent.json("chat.action", "test", JSON.writeValueAsBytes(press)))
        .join()
        .id();
  }

  private static JsonNode silence(String id) {
    return grafana.silences().stream()
        .filter(one -> one.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> marks(String text) {
    return grafana.annotations().stream()
        .filter(one -> one.path("text").asText().equals(text))
        .toList();
  }

  private static JsonNode mark(String text) {
    return await("the mark '%s'".formatted(text))
        .atMost(AlertDesk.LONG)
        .until(() -> marks(text).stream().findFirst().orElse(null), one -> one != null);
  }

  private static long now() {
    return Instant.now().toEpochMilli();
  }

  private static JsonNode call(String tool, String arguments) {
    Http.Answer answer = ask(tool, arguments);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("result");
  }

  private static String failed(String tool, String arguments) {
    Http.Answer answer = ask(tool, arguments);
    assertThat(answer.status()).as(answer.body()).isNotEqualTo(200);
    return answer.body();
  }

  private static Http.Answer ask(String tool, String arguments) {
    return Http.asAdmin(hub).post("/api/tools/" + tool, "{\"arguments\":%s}".formatted(arguments));
  }

  private static void tool(String name, String action, String options) throws IOException {
    Path file = routes.resolve("tool/%s.camel.yaml".formatted(name));
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        - route:
            id: tool.%1$s
            description: Does it
            from:
              uri: ai-tool:%1$s
              parameters: {description: Does it, parameter.job: string, parameter.text: string, parameter.labels: object, parameter.from: string, parameter.until: string}
              steps:
                - to: {uri: "grafana:%2$s", parameters: {%3$s}}
        """
            .formatted(name, action, options));
  }
}
