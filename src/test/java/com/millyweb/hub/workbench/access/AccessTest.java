package com.millyweb.hub.workbench.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class AccessTest {
  private static HubFixture hub;
  private static Past past;
  private static JdbcClient jdbc;

  @BeforeAll
  static void start() {
    hub = HubFixture.start(Map.of());
    past = new Past(hub);
    jdbc = JdbcClient.create(hub.database().dataSource());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void nobody_gets_in_without_a_token() {
    Http.Answer answer = Http.of(hub).get("/api/events");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"hub\"");
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(Http.of(hub).get("/api/nowhere").status()).isEqualTo(401);
    assertThat(Http.of(hub).send("DELETE", "/api/events", null).status()).isEqualTo(401);
    // whatever its parameters hide from whom
    assertThat(Http.of(hub).get("/api;x=1/events").status()).isEqualTo(400);
    assertThat(Http.of(hub).get("/x/..;/api/events").status()).isIn(400, 401, 404);
    assertThat(Http.of(hub).get("//api/events").status()).isIn(400, 401, 404);
    assertThat(Http.of(hub).get("/api/events?token=" + HubFixture.ADMIN_TOKEN).status())
        .isEqualTo(401);
  }

  @Test
  void wrong_repeated_and_foreign_credentials_are_refused() {
    for (String header :
        new String[] {
          "Bearer hub_wrong",
          "Bearer",
          "Bearer ",
          "Basic " + HubFixture.ADMIN_TOKEN,
          HubFixture.ADMIN_TOKEN,
          "Bearer " + HubFixture.ADMIN_TOKEN.toUpperCase(Locale.ROOT)
        }) {
      assertThat(Http.of(hub).with("Authorization", header).get("/api/events").status())
          .as(header)
          .isEqualTo(401);
    }
    assertThat(
            Http.asAdmin(hub)
                .with("Authorization", "Bearer " + HubFixture.ADMIN_TOKEN)
                .get("/api/events")
                .status())
        .isEqualTo(401);
  }

  @Test
  void each_scope_may_do_what_it_says_and_no_more() {
    UUID event = past.event("scoped.event", "scopes", null, "{}");
    Http viewer = Http.as(hub, token("scope-viewer", "viewer"));
    Http operator = Http.as(hub, token("scope-operator", "operator"));
    Http editor = Http.as(hub, token("scope-editor", "editor"));
    Http admin = Http.as(hub, token("scope-admin", "admin"));

    assertThat(viewer.get("/api/events").status()).isEqualTo(200);
    assertThat(viewer.get("/api/events/" + event + "/data").status()).isEqualTo(403);
    assertThat(viewer.post("/api/events/" + event + "/replay", "{}").status()).isEqualTo(403);
    assertThat(viewer.post("/api/deliveries/retry", "{}").status()).isEqualTo(403);
    assertThat(operator.post("/api/events/" + event + "/replay", "{}").status()).isEqualTo(202);
    assertThat(operator.get("/api/tokens").status()).isEqualTo(403);
    assertThat(editor.post("/api/deliveries/retry", "{\"subscription\":\"none\"}").status())
        .isEqualTo(202);
    assertThat(editor.get("/api/audit").status()).isEqualTo(403);
    assertThat(admin.get("/api/audit").status()).isEqualTo(200);
    Http.Answer refusal = viewer.get("/api/tokens");
    assertThat(refusal.json().get("detail").asText())
        .isEqualTo("This needs the scope admin, 'scope-viewer' has viewer");
  }

  @Test
  void viewers_see_the_shape_of_a_body_and_none_of_its_values() {
    UUID event =
        past.event(
            "masked.event",
            "masks",
            null,
            "{\"user\":{\"mail\":\"a@b.c\",\"ages\":[4,null,true]}}");
    int subscription = past.subscription("flow.masked", "masked.*");
    long dead = past.delivery(subscription, event, 3, "cannot parse a@b.c");
    past.attempt(dead, event, "failed", "cannot parse a@b.c");
    Http viewer = Http.as(hub, token("masked", "viewer"));

    Http.Answer shown = viewer.get("/api/events/" + event);
    assertThat(shown.json().get("data").toString())
        .isEqualTo("{\"user\":{\"mail\":\"******\",\"ages\":[\"******\",null,\"******\"]}}");
    assertThat(shown.json().get("masked").asBoolean()).isTrue();
    assertThat(shown.body()).doesNotContain("a@b.c");
    assertThat(viewer.get("/api/deliveries?state=dead").body()).doesNotContain("a@b.c");
    assertThat(Http.asAdmin(hub).get("/api/events/" + event).body()).contains("a@b.c");
  }

  @Test
  void viewers_see_that_something_was_told_and_not_what() {
    UUID notice = UUID.randomUUID();
    jdbc.sql(
            """
            insert into notice (id, event_id, channel, title, text, severity, fields, link, actions, attachments, created_at, updated_at, latest)
            values (:id, :id, 'ops', 'canary title', 'canary text', 'error', '[{"name": "canary name", "value": "canary"}]',
              '{"text": "canary", "url": "https://canary.example/"}', '[{"text": "canary", "value": "canary"}]', '[]', now(), now(), :id)
            """)
        .param("id", notice)
        .update();
    jdbc.sql("update notice set key = 'canary/1', thread = 'canary thread' where id = :id")
        .param("id", notice)
        .update();
    UUID event = past.event("told.event", "told", null, "{\"what\":\"canary\"}");
    int subscription = past.subscription("flow.told", "told.*");
    past.delivery(subscription, event, 3, "canary in an error");
    Http viewer = Http.as(hub, token("told", "viewer"));
    Http operator = Http.as(hub, token("told-operator", "operator"));
    for (String path :
        new String[] {
          "/api/notices",
          "/api/notices/" + notice,
          "/api/events/" + event,
          "/api/deliveries?state=dead"
        }) {
      assertThat(viewer.get(path).status()).as(path).isEqualTo(200);
      assertThat(viewer.get(path).body()).as(path).doesNotContain("canary").contains("******");
      assertThat(operator.get(path).body()).as(path).contains("canary");
    }
    JsonNode shown = viewer.get("/api/notices/" + notice).json();
    assertThat(shown.get("severity").asText()).isEqualTo("error");
    assertThat(shown.get("channel").asText()).isEqualTo("ops");
    for (String path :
        new String[] {
          "/api/events",
          "/api/subscriptions",
          "/api/channels",
          "/api/sources",
          "/api/systems",
          "/api/routes"
        }) {
      assertThat(viewer.get(path).body()).as(path).doesNotContain("canary");
    }
  }

  @Test
  void a_token_is_shown_once_kept_as_a_hash_and_noted_when_used() {
    JsonNode made =
        Http.asAdmin(hub).post("/api/tokens", "{\"name\":\"canary\",\"scope\":\"viewer\"}").json();
    String token = made.get("token").asText();
    assertThat(token).matches("hub_[A-Za-z0-9_-]{43}");
    assertThat(Http.as(hub, token).get("/api/session").json().get("name").asText())
        .isEqualTo("canary");

    String list = Http.asAdmin(hub).get("/api/tokens").body();
    assertThat(list).contains("canary").doesNotContain(token);
    assertThat(made.get("record").get("lastUsedAt").isNull()).isTrue();
    assertThat(
            jdbc.sql("select last_used_at is not null from token where name = 'canary'")
                .query(Boolean.class)
                .single())
        .isTrue();
    for (String table : new String[] {"token", "session", "audit"}) {
      assertThat(
              jdbc.sql("select coalesce(string_agg(t::text, ' '), '') from " + table + " t")
                  .query(String.class)
                  .single())
          .doesNotContain(token.substring(4));
    }
  }

  @Test
  void a_token_ends_when_it_expires_or_is_revoked() {
    String expiring =
        Http.asAdmin(hub)
            .post("/api/tokens", "{\"name\":\"short\",\"scope\":\"viewer\",\"expires\":\"30d\"}")
            .json()
            .get("token")
            .asText();
    assertThat(Http.as(hub, expiring).get("/api/events").status()).isEqualTo(200);
    jdbc.sql("update token set expires_at = now() - interval '1 s' where name = 'short'").update();
    assertThat(Http.as(hub, expiring).get("/api/events").status()).isEqualTo(401);

    JsonNode made =
        Http.asAdmin(hub).post("/api/tokens", "{\"name\":\"gone\",\"scope\":\"admin\"}").json();
    String revoked = made.get("token").asText();
    String path = "/api/tokens/" + made.get("record").get("id").asLong();
    assertThat(Http.asAdmin(hub).send("DELETE", path, null).status()).isEqualTo(204);
    assertThat(Http.as(hub, revoked).get("/api/events").status()).isEqualTo(401);
    assertThat(Http.asAdmin(hub).send("DELETE", path, null).status()).isEqualTo(404);
  }

  @Test
  void two_live_tokens_do_not_share_a_name() {
    String body = "{\"name\":\"twin\",\"scope\":\"viewer\"}";
    assertThat(Http.asAdmin(hub).post("/api/tokens", body).status()).isEqualTo(201);
    assertThat(Http.asAdmin(hub).post("/api/tokens", body).status()).isEqualTo(409);
  }

  private static String token(String name, String scope) {
    return Http.asAdmin(hub)
        .post("/api/tokens", "{\"name\":\"%s\",\"scope\":\"%s\"}".formatted(name, scope))
        .json()
        .get("token")
        .asText();
  }
}
