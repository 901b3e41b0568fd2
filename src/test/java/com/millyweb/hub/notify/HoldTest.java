package com.millyweb.hub.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.notify.holding.Hold;
import com.millyweb.hub.workbench.Http;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Notices that wait in the hub, and what people take back of what a flow sent. */
class HoldTest {
  private static final String FLOWS =
      """
      - route:
          id: flow.hold.held
          description: Tells after an hour
          from:
            uri: event:test.held
            steps:
              - to:
                  uri: notify:ops
                  parameters: {title: "Held ${body[n]}", hold: 1h}
      - route:
          id: flow.hold.plain
          description: Tells at once
          from:
            uri: event:test.plain
            steps:
              - to: {uri: "notify:ops", parameters: {title: "Plain ${body[n]}"}}
      - route:
          id: flow.hold.later
          description: Plans something
          from:
            uri: event:test.many
            steps:
              - to: {uri: "event:test.later", parameters: {delay: 1h}}
      - route:
          id: flow.hold.take
          description: Does what was planned
          from:
            uri: event:test.later
            steps:
              - to: {uri: "event:test.taken"}
      """;

  private @TempDir Path routes;
  private HubFixture hub;

  @BeforeEach
  void start() throws Exception {
    write("flow/hold.camel.yaml", FLOWS);
    for (String file : List.of("notify/inbox.camel.yaml", "notify/held.camel.yaml")) {
      write(file, Files.readString(Path.of("routes").resolve(file)));
    }
    hub = HubFixture.start(routes, Map.of("hub.route.watch", "false"));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void nothing_leaves_before_its_time_and_others_do_not_wait_behind_it() {
    UUID held = held(1);
    assertThat(api().get("/api/events/" + held + "/why").json().at("/event/type").asText())
        .isEqualTo("test.held");
    append("test.plain", 2);

    await().until(() -> inbox().equals(List.of("Plain 2")));
    assertThat(number("select count(*) from event where type = 'notify.inbox'")).isEqualTo(1);

    timeIsOver();
    await().until(() -> inbox().size() == 2);
    await().until(this::isIdle);
    assertThat(inbox()).containsExactlyInAnyOrder("Plain 2", "Held 1");
    assertThat(api().get("/api/notices/held").json().get("items")).isEmpty();
    Http.Answer late = api().post("/api/notices/" + held + "/undo", null);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().get("detail").asText()).contains("was sent already");
  }

  @Test
  void what_was_undone_never_leaves_and_says_who_did_it() {
    UUID held = held(1);

    Http.Answer first = api().post("/api/notices/" + held + "/undo", null);
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(first.json().get("takenBack").asInt()).isEqualTo(1);
    assertThat(first.json().get("sent").asInt()).isZero();
    assertThat(api().post("/api/notices/" + held + "/undo", null).json()).isEqualTo(first.json());

    timeIsOver();
    append("test.plain", 2);
    await().until(() -> inbox().equals(List.of("Plain 2")));
    await().until(this::isIdle);
    assertThat(number("select count(*) from event where type = 'notify.inbox'")).isEqualTo(1);
    assertThat(api().get("/api/deliveries?state=cancelled").json().at("/items/0/reason").asText())
        .isEqualTo("undone by administrator");
    assertThat(api().get("/api/audit").body()).contains("notice.undo", held.toString());
  }

  @Test
  void a_notice_that_is_not_held_cannot_be_undone() {
    assertThat(api().post("/api/notices/" + UUID.randomUUID() + "/undo", null).status())
        .isEqualTo(404);
    append("test.plain", 1);
    await().until(() -> inbox().size() == 1);
    String id = api().get("/api/notices").json().at("/items/0/id").asText();
    assertThat(api().post("/api/notices/" + id + "/undo", null).status()).isEqualTo(409);
  }

  @Test
  void what_a_flow_still_wants_to_send_is_stopped_and_goes_on_by_retry() {
    held(1);
    for (int n = 1; n <= 3; n++) {
      append("test.many", n);
    }
    await().until(() -> number("select count(*) from event where type = 'test.later'") == 3);

    Http.Answer stopped = stop("flow.hold.later");
    assertThat(stopped.status()).as(stopped.body()).isEqualTo(200);
    assertThat(stopped.json().get("deliveries").asInt()).isEqualTo(3);
    assertThat(stopped.json().at("/types/0/type").asText()).isEqualTo("test.later");
    assertThat(stopped.json().at("/types/0/deliveries").asInt()).isEqualTo(3);
    assertThat(stopped.json().get("begun").asInt()).isZero();
    assertThat(stop("flow.hold.later").json().get("deliveries").asInt()).isZero();
    JsonNode dead = api().get("/api/deliveries?state=dead").json().get("items");
    assertThat(dead.findValuesAsText("reason")).containsExactly("stopped", "stopped", "stopped");
    assertThat(dead.findValuesAsText("error")).contains("stopped by administrator");
    assertThat(api().get("/api/notices/held").json().get("items")).hasSize(1);
    assertThat(api().get("/api/audit").body()).contains("delivery.stop");

    timeIsOver();
    await().until(() -> inbox().equals(List.of("Held 1")));
    assertThat(number("select count(*) from event where type = 'test.taken'")).isZero();

    api().post("/api/deliveries/retry", "{\"subscription\":\"flow.hold.take\"}");
    await().until(this::isIdle);
    assertThat(number("select count(*) from event where type = 'test.taken'")).isEqualTo(3);
  }

  @Test
  void a_held_notice_that_was_stopped_waits_for_a_retry() {
    UUID held = held(1);
    Http.Answer stopped = stop("flow.hold.held");
    assertThat(stopped.json().at("/types/0/type").asText()).isEqualTo("notify.held");
    Http.Answer undo = api().post("/api/notices/" + held + "/undo", null);
    assertThat(undo.status()).isEqualTo(409);
    assertThat(undo.json().get("detail").asText()).contains("dead letter");
    assertThat(api().get("/api/notices/held").json().get("items")).isEmpty();

    api().post("/api/deliveries/retry", "{}");
    await().until(() -> inbox().equals(List.of("Held 1")));
    assertThat(stop("flow.hold.nobody").status()).isEqualTo(404);
  }

  @Test
  void hold_must_be_a_time_that_a_person_can_use() {
    for (String text : List.of("0s", "500ms", "25h", "-1s", "soon", "")) {
      assertThatThrownBy(() -> Hold.of(text))
          .hasMessage("hold must be a time from 1s to 24h, such as 30s, was: '%s'".formatted(text));
    }
    assertThat(Hold.of("30s")).isEqualTo(Duration.ofSeconds(30));
  }

  private Http.Answer stop(String flow) {
    return api().post("/api/deliveries/stop", "{\"flow\":\"%s\"}".formatted(flow));
  }

  private UUID held(int n) {
    append("test.held", n);
    await().until(() -> api().get("/api/notices/held").json().get("items").size() == 1);
    JsonNode held = api().get("/api/notices/held").json().at("/items/0");
    assertThat(held.get("title").asText()).isEqualTo("Held " + n);
    assertThat(held.get("targets").asInt()).isEqualTo(1);
    return UUID.fromString(held.get("id").asText());
  }

  private void append(String type, int n) {
    hub.bean(EventLog.class)
        .append(
            NewEvent.json(type, "test", "{\"n\":%d}".formatted(n).getBytes(StandardCharsets.UTF_8)))
        .join();
  }

  /** The database's clock is nobody's to set: what waits becomes due. */
  private void timeIsOver() {
    jdbc().sql("update delivery set run_at = now() where state = 0").update();
  }

  private boolean isIdle() {
    return number("select count(*) from delivery") == 0;
  }

  private List<String> inbox() {
    return hub.bean(Inbox.class).page(null, 100).items().stream().map(Inbox.Entry::title).toList();
  }

  private long number(String query) {
    return jdbc().sql(query).query(Long.class).single();
  }

  private JdbcClient jdbc() {
    return hub.bean(JdbcClient.class);
  }

  private Http api() {
    return Http.asAdmin(hub);
  }

  private void write(String file, String content) throws Exception {
    Path path = routes.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
