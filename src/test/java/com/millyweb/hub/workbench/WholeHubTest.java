package com.millyweb.hub.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.access.HealthDetail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the API shows of the other nouns, with the project's own routes at work. */
class WholeHubTest {
  private static final String PUSH_TO_CHAT = "flow/push-to-chat.camel.yaml";
  private static HubFixture hub;

  @BeforeAll
  static void start() {
    hub =
        HubFixture.start(Map.of("hub.ingress.sources.github.secret", "it's a secret to everybody"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void an_event_shows_with_the_notice_that_it_caused() {
    String dead =
        "{\"delivery\":7,\"event\":\"01890000-0000-7000-8000-000000000000\",\"type\":\"a.b\","
            + "\"subscription\":\"flow.x\",\"reason\":\"failed\",\"error\":\"no\",\"attempts\":3}";
    var id =
        hub.bean(EventLog.class)
            .append(
                NewEvent.json("delivery.dead", "hub", dead.getBytes(StandardCharsets.UTF_8))
                    .withSubject("flow.x"))
            .join()
            .id();
    Http admin = Http.asAdmin(hub);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(admin.get("/api/notices").json().get("items").toString())
                    .contains("flow.x"));
    JsonNode notice = admin.get("/api/notices?limit=1").json().get("items").get(0);
    assertThat(admin.get("/api/notices/" + notice.get("id").asText()).json()).isEqualTo(notice);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              JsonNode event = admin.get("/api/events/" + id).json();
              assertThat(event.get("deliveries").findValuesAsText("state")).containsOnly("done");
              assertThat(event.get("caused").findValuesAsText("type")).contains("notify.inbox");
            });
    assertThat(admin.get("/api/notices?cursor=x").status()).isEqualTo(400);
  }

  @Test
  void route_files_show_how_they_are_and_what_they_were() {
    Http admin = Http.asAdmin(hub);
    JsonNode found = null;
    for (JsonNode file : admin.get("/api/routes").json().get("items")) {
      assertThat(file.get("state").asText()).as(file.toString()).isEqualTo("running");
      found = file.get("file").asText().equals(PUSH_TO_CHAT) ? file : found;
    }
    assertThat(found).isNotNull();
    assertThat(found.get("routes").get(0).get("id").asText()).isEqualTo("flow.push-to-chat");
    assertThat(admin.get("/api/routes/" + PUSH_TO_CHAT).json().get("content").asText())
        .contains("event:*.push");
    JsonNode versions = admin.get("/api/routes/" + PUSH_TO_CHAT + "/versions").json().get("items");
    assertThat(versions.get(0).get("verdict").asText()).isEqualTo("applied");
    assertThat(admin.get("/api/routes/flow/none.camel.yaml").status()).isEqualTo(404);
    assertThat(admin.get("/api/routes/flow/none.camel.yaml/versions").status()).isEqualTo(404);
    // seen from the filter this is no path of the API, but the handler lets nobody in by itself
    assertThat(admin.get("/api/routes/../../etc/passwd").status()).isIn(400, 401, 404);
  }

  @Test
  void an_edit_is_checked_without_being_applied() throws Exception {
    Http admin = Http.asAdmin(hub);
    String content = admin.get("/api/routes/" + PUSH_TO_CHAT).json().get("content").asText();
    assertThat(check(PUSH_TO_CHAT, content).get("valid").asBoolean()).isTrue();
    JsonNode verdict = check(PUSH_TO_CHAT, content.replace("event:*.push", "evnt:*.push"));
    assertThat(verdict.get("valid").asBoolean()).isFalse();
    assertThat(verdict.get("problems").get(0).get("suggestion").asText()).contains("event");
    assertThat(verdict.get("problems").get(0).get("line").asInt()).isPositive();
    assertThat(admin.get("/api/routes/" + PUSH_TO_CHAT).json().get("content").asText())
        .isEqualTo(content);
    assertThat(
            admin
                .post("/api/routes/check", "{\"file\":\"../x.camel.yaml\",\"content\":\"\"}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void systems_and_sources_are_listed_and_health_tells_more_with_a_token() {
    Http admin = Http.asAdmin(hub);
    assertThat(admin.get("/api/systems").json().get("items").findValuesAsText("system"))
        .contains("database", "disk");
    assertThat(admin.get("/api/sources").json().get("items").get(0))
        .hasToString(
            "{\"name\":\"github\",\"verify\":\"github\",\"door\":\"/hooks/github\",\"lastEvent\":null,\"refusals\":null}");
    assertThat(admin.get("/api/sources").body()).doesNotContain("secret");
    assertThat(hub.bean(HealthDetail.class)).isNotNull();
    assertThat(Http.of(hub).get("/health").status()).isEqualTo(200);
  }

  private static JsonNode check(String file, String content) throws Exception {
    String body = new ObjectMapper().writeValueAsString(Map.of("file", file, "content", content));
    Http.Answer answer = Http.asAdmin(hub).post("/api/routes/check", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }
}
