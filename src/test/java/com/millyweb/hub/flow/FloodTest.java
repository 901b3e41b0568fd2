package com.millyweb.hub.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.database.TestDatabase;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Flows whose input is much more than people read. */
class FloodTest {
  private static final Map<String, Object> ANN = Map.of("person", Map.of("name", "ann"));

  private static final int NOTICE = 262_144;

  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.create().dataSource());

  @Test
  void alert_with_a_description_of_many_lines_is_told() {
    String lines = "a *line* of a log\n".repeat(40_000);
    Map<String, String> annotations =
        Map.of("summary", lines, "description", lines + "b", "message", lines + "c");
    Map<String, Object> body =
        Map.of(
            "status",
            "firing",
            "alert",
            Map.of("labels", Map.of("alertname", "Log"), "annotations", annotations));
    String text =
        String.valueOf(told("alert-to-chat", new Alert().read(body, "f1", null)).get("text"));
    assertThat(text).hasSizeLessThan(NOTICE).contains("a \\*line\\* of a log\na").contains("…");
  }

  @Test
  void ten_thousand_alerts_are_named_by_twenty() {
    fire(10_000);
    Map<String, Object> status = told("status", new StatusReport().read(row("status"), ANN));
    assertThat(field(status, "firing"))
        .startsWith("Alert 1, Alert 10, ")
        .endsWith("… and 9980 more")
        .hasSizeLessThan(1_000);
    Map<String, Object> digest = told("daily-digest", row("digest"));
    assertThat(String.valueOf(digest.get("text")))
        .contains("… and 9980 more")
        .hasSizeLessThan(2_000);
  }

  @Test
  void digest_of_an_empty_hub_is_a_quiet_day() {
    fire(0);
    Map<String, Object> digest = told("daily-digest", row("digest"));
    assertThat(digest).containsEntry("title", "A quiet day");
    assertThat(field(digest, "events")).isEqualTo("0");
    assertThat(field(digest, "dead letters")).isEqualTo("0");
  }

  @Test
  void counting_ends() {
    fire(0);
    Map<String, Object> row = new LinkedHashMap<>(row("status"));
    row.put("waiting", 10_001L);
    assertThat(field(told("status", new StatusReport().read(row, ANN)), "waiting"))
        .isEqualTo("more than 10000");
  }

  @Test
  void digest_lets_go_of_what_is_over() {
    fire(2);
    jdbc.sql("update flow_alert set status = 'resolved', seen_at = now() - interval '31 days'")
        .update();
    fireMore();
    jdbc.sql("insert into flow_silence values ('f1', now() - interval '1 minute', 'ann')").update();
    jdbc.sql("insert into flow_silence values ('f2', now() + interval '1 minute', 'ann')").update();
    row("digest");
    assertThat(texts("select fingerprint from flow_silence")).containsExactly("f2");
    assertThat(texts("select fingerprint from flow_alert")).containsExactly("more");
  }

  private void fire(int alerts) {
    jdbc.sql("truncate flow_alert, flow_silence").update();
    jdbc.sql(
            """
            insert into flow_alert (fingerprint, name, status)
            select 'f' || n, 'Alert ' || n, 'firing' from generate_series(1, :alerts) n
            """)
        .param("alerts", alerts)
        .update();
  }

  private void fireMore() {
    jdbc.sql("insert into flow_alert (fingerprint, name, status) values ('more', 'A', 'firing')")
        .update();
  }

  private Map<String, Object> row(String statement) {
    List<Map<String, Object>> rows = jdbc.sql(Sql.read("flow/" + statement)).query().listOfRows();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private List<String> texts(String sql) {
    return jdbc.sql(sql).query(String.class).list();
  }

  private static Map<String, Object> told(String notice, Object body) {
    var exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(body);
    return NotifyRecorder.worded(notice, exchange);
  }

  private static String field(Map<String, Object> notice, String name) {
    Object fields = notice.getOrDefault("fields", Collections.emptyMap());
    return String.valueOf(((Map<?, ?>) fields).get(name));
  }
}
