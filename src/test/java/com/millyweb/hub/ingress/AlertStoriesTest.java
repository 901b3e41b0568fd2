package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.ingress.state.Changes;
import com.millyweb.hub.ingress.state.Changes.Heard;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of an alert that fires, is resolved, fires again, is repeated and sent twice. */
class AlertStoriesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIRING = "firing";
  private static final String RESOLVED = "resolved";
  private static final String START = "2026-05-02T06:00:00.123456789Z";

  private static HubWithKinds hub;

  @BeforeAll
  static void start() {
    hub = new HubWithKinds();
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @BeforeEach
  void forget() {
    hub.forget();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts", "dashboards"})
  void alert_that_fires_again_with_its_old_start_is_told_again(String source) throws IOException {
    for (int round = 1; round <= 3; round++) {
      assertNew(send(source, "g", alert("disk", FIRING, START)));
      assertDuplicate(send(source, "g", alert("disk", FIRING, START)));
      assertNew(send(source, "g", alert("disk", RESOLVED, START)));
      assertDuplicate(send(source, "g", alert("disk", RESOLVED, START)));
    }
    assertThat(statuses()).containsExactly(FIRING, RESOLVED, FIRING, RESOLVED, FIRING, RESOLVED);
    assertThat(data("occasion").stream().distinct()).hasSize(3);
    assertThat(data("repeated")).containsOnly("false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts", "dashboards"})
  void repetition_of_the_group_arrives_and_a_retry_of_it_does_not(String source)
      throws IOException {
    assertNew(send(source, "g", alert("disk", FIRING, START)));
    pass(Duration.ofHours(4));
    assertNew(send(source, "g", alert("disk", FIRING, START)));
    assertDuplicate(send(source, "g", alert("disk", FIRING, START)));
    pass(Duration.ofHours(4));
    assertNew(send(source, "g", alert("disk", FIRING, START)));
    assertThat(data("repeated")).containsExactly("false", "true", "true");
    assertNew(send(source, "g", alert("disk", RESOLVED, START)));
    // the end belongs to what was told last
    assertThat(data("occasion").get(3)).isEqualTo(data("occasion").get(2));
  }

  @Test
  void others_of_the_group_are_not_told_again_when_one_changes() throws IOException {
    String[] both = {alert("disk", FIRING, START), alert("load", FIRING, START)};
    assertNew(send("alerts", "g", both));
    pass(Duration.ofMinutes(5));
    send("alerts", "g", both[0], alert("load", RESOLVED, START));
    assertDuplicate(send("alerts", "g", both[0], alert("load", RESOLVED, START)));
    assertThat(subjects()).containsExactly("disk", "load", "load");
    pass(Duration.ofMinutes(5));
    send("alerts", "g", both[0]);
    assertThat(subjects()).containsExactly("disk", "load", "load", "disk");
  }

  @Test
  void same_alert_of_another_group_is_a_duplicate_until_the_first_is_silent() throws IOException {
    assertNew(send("alerts", "one", alert("disk", FIRING, START)));
    pass(Duration.ofSeconds(30));
    assertDuplicate(send("alerts", "other", alert("disk", FIRING, START)));
    pass(Duration.ofHours(4));
    assertNew(send("alerts", "other", alert("disk", FIRING, START)));
    assertNew(send("alerts", "other", alert("disk", RESOLVED, START)));
    assertDuplicate(send("alerts", "one", alert("disk", RESOLVED, START)));
  }

  @Test
  void start_that_moves_back_is_no_change_and_one_that_moves_on_is() throws IOException {
    assertNew(send("alerts", "g", alert("disk", FIRING, "2026-05-02T06:00:15Z")));
    assertDuplicate(send("alerts", "g", alert("disk", FIRING, "2026-05-02T06:00:00Z")));
    assertNew(send("alerts", "g", alert("disk", FIRING, "2026-05-02T07:00:00Z")));
  }

  @Test
  void request_that_was_numbered_and_not_stored_is_stored_when_it_comes_again() throws IOException {
    // the hub died between the two
    Changes changes = hub.doors.hub.bean(Changes.class);
    changes.of("alerts", "g", List.of(new Heard("disk", FIRING, true, micros())));
    assertNew(send("alerts", "g", alert("disk", FIRING, START)));
    assertDuplicate(send("alerts", "g", alert("disk", FIRING, START)));
  }

  @Test
  void same_request_from_many_connections_is_one_event() {
    var pool = Executors.newFixedThreadPool(16);
    try {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> send("alerts", "g", alert("disk", FIRING, START)), pool));
      }
      assertThat(answers)
          .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(202))
          .filteredOn(answer -> !answer.join().body().contains("\"duplicate\":true"))
          .hasSize(1);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void monitor_that_is_down_again_within_the_same_time_is_told_again() {
    String down = Samples.read("uptime-kuma-down");
    String up = down.replace("\"status\": 0", "\"status\": 1");
    for (String body : List.of(down, up, down)) {
      assertNew(hub.plain("kuma", body));
      assertDuplicate(hub.plain("kuma", body));
    }
  }

  @Test
  void object_that_changes_twice_under_one_sequencer_is_two_events() throws IOException {
    String created = Samples.read("minio-created");
    JsonNode time = read(created).at("/Records/0/eventTime");
    String later = created.replace(time.asText(), "2026-11-28T09:00:00.001Z");
    assertThat(later).isNotEqualTo(created);
    for (String body : List.of(created, later)) {
      assertNew(hub.plain("objects", body));
      assertDuplicate(hub.plain("objects", body));
    }
  }

  private static HttpResponse<String> send(String source, String group, String... alerts) {
    String body =
        "{\"groupKey\":\"%s\",\"status\":\"firing\",\"alerts\":[%s]}"
            .formatted(group, String.join(",", alerts));
    return source.equals("dashboards") ? hub.grafana(source, body) : hub.plain(source, body);
  }

  private static String alert(String name, String status, String startsAt) {
    return """
        {"status":"%s","labels":{"alertname":"%s"},"startsAt":"%s","endsAt":"0001-01-01T00:00:00Z","fingerprint":"%s"}"""
        .formatted(status, name, startsAt, name);
  }

  private static JsonNode read(String json) throws IOException {
    return JSON.readTree(json);
  }

  private static Instant micros() {
    return Instant.parse("2026-05-02T06:00:00.123456Z");
  }

  /** As if it were so much later. */
  private static void pass(Duration time) {
    sql()
        .sql("update ingress_state set told_at = told_at - :s * interval '1 second'")
        .param("s", time.toSeconds())
        .update();
  }

  private static void assertNew(HttpResponse<String> answer) {
    HubWithKinds.assertStored(answer);
    assertThat(answer.body()).contains("\"duplicate\":false");
  }

  private static void assertDuplicate(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).contains("\"duplicate\":true");
  }

  private static List<String> statuses() throws IOException {
    return data("status");
  }

  private static List<String> subjects() {
    return hub.events().stream().map(event -> (String) event.get("subject")).toList();
  }

  private static List<String> data(String field) throws IOException {
    List<String> values = new ArrayList<>();
    for (Map<String, Object> event : hub.events()) {
      values.add(JSON.readTree(HubWithKinds.text(event)).path(field).asText());
    }
    return values;
  }

  private static JdbcClient sql() {
    return hub.doors.database();
  }
}
