package com.millyweb.hub.workbench.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sources and channels: how they do, and a test of each. */
class ChannelApiTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static HubFixture hub;
  private static Http operator;
  private static Http viewer;

  @BeforeAll
  static void start() {
    hub =
        HubFixture.start(
            Map.of(
                "hub.ingress.sources.shop.verify", "bearer",
                "hub.ingress.sources.shop.secret", "sesame-0123456789"));
    operator = as("operator");
    viewer = as("viewer");
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void test_of_a_channel_reaches_its_targets() {
    JsonNode tested = operator.post("/api/channels/ops/test", "{}").json();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                Http.asAdmin(hub).get("/api/notices/" + tested.path("notice").asText()).status()
                    == 200);
    JsonNode ops = Http.asAdmin(hub).get("/api/channels").json().at("/items/0");
    assertThat(ops.path("name").asText()).isEqualTo("ops");
    assertThat(ops.at("/targets/0/medium").asText()).isEqualTo("inbox");
    assertThat(ops.at("/targets/0/lastSent").isTextual()).isTrue();
  }

  @Test
  void a_post_without_a_body_says_the_same_as_an_empty_object() {
    assertThat(operator.send("POST", "/api/channels/ops/test", null).status()).isEqualTo(202);
    Http form = operator.with("Content-Type", "application/x-www-form-urlencoded");
    assertThat(form.send("POST", "/api/channels/ops/test", "").status()).isEqualTo(202);
    assertThat(operator.send("POST", "/api/deliveries/retry", null).status()).isEqualTo(202);
    assertThat(operator.send("POST", "/api/sources/shop/test", null).status()).isEqualTo(202);
    String event =
        operator.send("POST", "/api/sources/shop/test", null).json().path("event").asText();
    assertThat(operator.send("POST", "/api/events/" + event + "/replay", null).status())
        .isEqualTo(202);
    // what must say something still has to
    assertThat(operator.send("POST", "/api/events/replay", null).json().path("detail").asText())
        .startsWith("'from' must say");
    assertThat(form.send("POST", "/api/channels/ops/test", "target=ops").status()).isEqualTo(415);
  }

  @Test
  void test_enables_what_was_disabled() {
    JdbcClient jdbc = JdbcClient.create(hub.database().dataSource());
    jdbc.sql(
            "insert into notify_destination (target, fingerprint, reason) values ('ops/inbox', 'x', 'gone') on conflict do nothing")
        .update();
    JsonNode target = Http.asAdmin(hub).get("/api/channels").json().at("/items/0/targets/0");
    assertThat(target.path("disabledBecause").asText()).isEqualTo("gone");

    operator.post("/api/channels/ops/test", "{\"target\":\"ops/inbox\"}");
    target = Http.asAdmin(hub).get("/api/channels").json().at("/items/0/targets/0");
    assertThat(target.path("disabledSince").isTextual()).isFalse();
  }

  @Test
  void unknown_channel_and_target_are_said_to_be_unknown() {
    assertThat(operator.post("/api/channels/nobody/test", "{}").status()).isEqualTo(404);
    assertThat(operator.post("/api/channels/ops/test", "{\"target\":\"ops/pigeon\"}").status())
        .isEqualTo(404);
    assertThat(viewer.post("/api/channels/ops/test", "{}").status()).isEqualTo(403);
  }

  @Test
  void source_tells_its_refusals_and_can_be_tried() {
    Http.of(hub).post("/hooks/shop", "{}");
    JsonNode shop = Http.asAdmin(hub).get("/api/sources").json().at("/items/0");
    assertThat(shop.path("name").asText()).isEqualTo("shop");
    assertThat(shop.at("/refusals/count").asLong()).isPositive();
    assertThat(shop.at("/refusals/lastReason").asText()).isEqualTo("unauthenticated");

    String event = operator.post("/api/sources/shop/test", "").json().path("event").asText();
    assertThat(Http.asAdmin(hub).get("/api/events/" + event).json().path("type").asText())
        .isEqualTo("shop.test");
    assertThat(operator.post("/api/sources/pub/test", "").status()).isEqualTo(404);
  }

  private static Http as(String scope) {
    String body = "{\"name\":\"%s\",\"scope\":\"%s\"}".formatted(scope, scope);
    return Http.as(hub, Http.asAdmin(hub).post("/api/tokens", body).json().path("token").asText());
  }
}
