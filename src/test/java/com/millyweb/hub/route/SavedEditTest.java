package com.millyweb.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is said of a file that was saved and runs. */
class SavedEditTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RoutesFixture routes = RoutesFixture.prepare();

  @Test
  void an_edit_that_runs_is_told_what_it_would_have_done() {
    routes.start(Map.of("hub.route.watch", "false"));
    String file = "flow/saved.camel.yaml";
    String flow =
        """
        - route:
            id: flow.saved
            description: Tells of pets
            from:
              uri: event:pet.seen
              steps:
                - to: {uri: "notify:ops", parameters: {text: "${body[name]}"}}
        """;
    routes.write(file, flow).rescan();
    append("pet.seen", "a", "{\"name\":\"cat\"}");
    append("pet.seen", "b", "{\"name\":\"dog\"}");
    await().atMost(PATIENCE).until(() -> done() == 2);
    routes
        .write(
            file,
            flow.replace(
                "    steps:", "    parameters: {filter: \"${body[name]} == 'dog'\"}\n      steps:"))
        .rescan();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(routes.files().versions(file).get(0).backtest())
                    .isEqualTo("would have changed 2 notices of the last 7 days into 1"));
    assertThat(routes.files().versions(file).get(1).backtest()).isNull();
  }

  private void append(String type, String subject, String data) {
    routes
        .hub()
        .bean(EventLog.class)
        .appendNow(
            NewEvent.json(type, "test", data.getBytes(StandardCharsets.UTF_8)).withSubject(subject),
            PATIENCE);
  }

  private long done() {
    return JdbcClient.create(routes.database.dataSource())
        .sql(
            "select count(*) from delivery_history h join subscription s on s.id = h.subscription where s.name = 'flow.saved'")
        .query(Long.class)
        .single();
  }

  @AfterEach
  void close() {
    routes.close();
  }
}
