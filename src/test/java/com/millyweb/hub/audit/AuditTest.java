package com.millyweb.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import com.millyweb.hub.workbench.access.Past;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class AuditTest {
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
  void changes_refusals_and_failed_logins_are_noted_with_who_and_from_where() {
    UUID event = past.event("audited.event", "audits", null, "{}");
    Http admin = Http.asAdmin(hub);
    String viewer =
        admin
            .post("/api/tokens", "{\"name\":\"looker\",\"scope\":\"viewer\"}")
            .json()
            .get("token")
            .asText();
    admin.post("/api/events/" + event + "/replay", "{}");
    Http.as(hub, viewer).post("/api/events/" + event + "/replay", "{}");
    admin.post("/api/deliveries/987654321/retry", "");
    Http.as(hub, "hub_nonsense").get("/api/events");

    List<String> rows = new ArrayList<>();
    for (JsonNode entry : admin.get("/api/audit?limit=5").json().get("items")) {
      rows.add(
          "%s %s %s %s %s"
              .formatted(
                  entry.get("actor").asText(),
                  entry.get("action").asText(),
                  entry.get("target").asText(),
                  entry.get("outcome").asText(),
                  entry.get("address").asText()));
    }
    assertThat(rows)
        .containsExactly(
            "unknown login /api/events refused 127.0.0.1",
            "administrator delivery.retry 987654321 refused 127.0.0.1",
            "looker event.replay " + event + " refused 127.0.0.1",
            "administrator event.replay " + event + " ok 127.0.0.1",
            "administrator token.create null ok 127.0.0.1");
  }

  @Test
  void a_check_of_a_route_file_is_noted_because_it_is_somebodys_attempt() {
    Http admin = Http.asAdmin(hub);
    admin.post(
        "/api/routes/check", "{\"file\":\"flow/mine.camel.yaml\",\"content\":\"- route: {}\"}");
    JsonNode entry = admin.get("/api/audit?limit=1").json().get("items").get(0);
    assertThat(entry.get("action").asText()).isEqualTo("route.check");
    assertThat(entry.get("detail").toString())
        .contains("\"file\":\"flow/mine.camel.yaml\"", "\"valid\":false");
  }

  @Test
  void a_flood_of_failed_logins_does_not_fill_the_audit() {
    long before = count();
    for (int i = 0; i < 50; i++) {
      Http.as(hub, "hub_guess" + i).get("/api/events");
    }
    assertThat(count() - before).isLessThanOrEqualTo(5);
  }

  @Test
  void entries_can_not_be_changed_and_a_forced_change_shows() {
    new Audit(jdbc, new ObjectMapper())
        .record("somebody", "chain.test", "ü\"\\", "::1", "ok", Map.of("a", 1.50));
    assertThat(broken()).isNull();
    assertThatThrownBy(() -> jdbc.sql("update audit set actor = 'other'").update())
        .hasMessageContaining("append-only");
    assertThatThrownBy(() -> jdbc.sql("delete from audit").update())
        .hasMessageContaining("append-only");
    assertThatThrownBy(() -> jdbc.sql("truncate audit").update())
        .hasMessageContaining("append-only");

    jdbc.sql("alter table audit disable trigger audit_append_only").update();
    try {
      long id =
          jdbc.sql("update audit set actor = 'nobody' where action = 'chain.test' returning id")
              .query(Long.class)
              .single();
      assertThat(broken()).isEqualTo(id);
      jdbc.sql("update audit set actor = 'somebody' where id = ?").param(id).update();
      assertThat(broken()).isNull();
    } finally {
      jdbc.sql("alter table audit enable trigger audit_append_only").update();
    }
  }

  private static long count() {
    return jdbc.sql("select count(*) from audit").query(Long.class).single();
  }

  private static Long broken() {
    return jdbc.sql("select audit_break()")
        .query((row, n) -> row.getObject(1, Long.class))
        .list()
        .get(0);
  }
}
