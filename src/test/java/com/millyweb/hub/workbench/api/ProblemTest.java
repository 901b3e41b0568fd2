package com.millyweb.hub.workbench.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProblemTest {
  private static HubFixture hub;

  @BeforeAll
  static void start() {
    hub = HubFixture.start(Map.of());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void a_bad_parameter_is_named_with_its_rule() {
    Http admin = Http.asAdmin(hub);
    is(admin.get("/api/events?limit=0"), 400, "'limit' must be 1 to 200, was: '0'");
    is(admin.get("/api/events?limit=201"), 400, "'limit' must be 1 to 200");
    is(admin.get("/api/events?limit=ten"), 400, "'limit' must be 1 to 200");
    is(admin.get("/api/events?cursor=!!"), 400, "'cursor' must be the 'next' of an earlier page");
    is(admin.get("/api/events?cursor=MTk3MC0wMS0wMVQwMDowMDowMFovMQ"), 400, "'cursor' must be");
    is(admin.get("/api/events?type=a..b"), 400, "'type' must be a pattern of event types");
    is(admin.get("/api/events?from=yesterday"), 400, "'from' must be an ISO 8601 time");
    is(admin.get("/api/events?from=-999999999-01-01T00:00:00Z"), 400, "'from' must");
    is(admin.get("/api/events?source=a%00b"), 400, "'source' must not contain U+0000");
    is(admin.get("/api/events?source=a&source=b"), 400, "'source' must be given once");
    is(
        admin.get("/api/events?sauce=a"),
        400,
        "'sauce' is not a parameter here; there are [cursor,");
    is(admin.get("/api/deliveries?state=daed"), 400, "'state' must be one of [waiting, running,");
    is(admin.get("/api/audit?cursor=x"), 400, "'cursor' must be the 'next' of an earlier page");
    is(admin.get("/api/events/17"), 400, "'id' must be a UUID, was: '17'");
    is(admin.get("/api/approvals/A1"), 400, "'number' must be a whole number, was: 'A1'");
  }

  @Test
  void a_bad_body_is_named_with_its_rule() {
    Http admin = Http.asAdmin(hub);
    is(
        admin.post("/api/tokens", "{\"name\":\"x\",\"scope\":\"viewer\",\"admin\":true}"),
        400,
        "'admin' is not a field here; there are [expires, name, scope]");
    is(
        admin.post("/api/tokens", "{\"name\":\"x\",\"scope\":\"root\"}"),
        400,
        "'scope' must be one");
    is(admin.post("/api/tokens", "{\"name\":\"\",\"scope\":\"viewer\"}"), 400, "'name' must be 1");
    is(
        admin.post("/api/tokens", "{\"name\":\"x\",\"scope\":\"viewer\",\"expires\":\"-1d\"}"),
        400,
        "'expires' must be a duration");
    is(
        admin.post("/api/tokens", "{\"name\":[],\"scope\":\"viewer\"}"),
        400,
        "'name' must be a text");
    is(admin.post("/api/tokens", "{\"name\":\"a\",\"name\":\"b\"}"), 400, "");
    is(admin.post("/api/tokens", "{\"name\":\"a\"} {}"), 400, "");
    is(admin.post("/api/tokens", "[".repeat(2000)), 400, "");
    is(
        admin.post("/api/tokens", "{\"x\":" + "{\"a\":".repeat(2000)),
        400,
        "The body is not JSON, or nested too deeply");
    is(admin.post("/api/tokens", "{\"name\""), 400, "The body is not JSON in line 1");
    is(admin.post("/api/tokens", ""), 400, "'name' must be 1 to 64");
    is(admin.post("/api/tokens", "null"), 400, "The body must be a JSON object, was null");
    is(
        admin.post("/api/tokens", "{\"name\":\"" + "x".repeat(70_000) + "\"}"),
        413,
        "The body must have at most 65536 bytes");
    is(
        admin.post("/api/events/replay", "{\"type\":\"**\"}"),
        400,
        "'from' must say from which moment on events are replayed");
    is(
        admin.post(
            "/api/events/replay", "{\"from\":\"2026-01-01T00:00:00Z\",\"subscription\":\"no\"}"),
        400,
        "'subscription' must be an active subscription, was: 'no'");
  }

  @Test
  void what_is_not_there_or_not_meant_so_has_its_answer() {
    Http admin = Http.asAdmin(hub);
    is(admin.get("/api/nowhere"), 404, "There is nothing here");
    is(admin.get("/api/events/" + UUID.randomUUID()), 404, "There is no event");
    is(admin.post("/api/deliveries/1/retry", ""), 404, "There is no unfinished delivery '1'");
    is(admin.send("PUT", "/api/events", ""), 405, "");
    is(admin.with("Accept", "text/html").get("/api/events"), 406, "");
    is(admin.with("Content-Type", "text/plain").send("POST", "/api/tokens", "{}"), 415, "");
    assertThat(admin.send("PUT", "/api/events", "").header("Allow")).contains("GET");
  }

  @Test
  void a_failure_tells_nothing_of_the_inside() {
    var jdbc = JdbcClient.create(hub.database().dataSource());
    jdbc.sql("alter table token rename to token_gone").update();
    try {
      Http.Answer answer = Http.asAdmin(hub).get("/api/tokens");
      is(answer, 500, "The hub failed; its log says why under the reference");
      assertThat(answer.body()).doesNotContain("token_gone").doesNotContain("sql");
    } finally {
      jdbc.sql("alter table token_gone rename to token").update();
    }
  }

  private static void is(Http.Answer answer, int status, String detail) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("detail").asText()).contains(detail);
  }
}
