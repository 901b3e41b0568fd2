package com.millyweb.hub.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.fake.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs that end while they wait for a model that answers one question at a time. */
class CancelledRunTest {
  @TempDir Path routes;
  private AgentDesk desk;

  @BeforeEach
  void start() throws IOException {
    desk =
        AgentDesk.start(
            routes,
            Map.of("agent/clerk.agent.yaml", AgentDesk.agent("")),
            Map.of("hub.ollama.concurrency", "1"));
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  /** A run whose answer has no end. */
  private UUID slow() {
    desk.model.says(Said.nothing().endlessly("and so on "));
    UUID run = desk.begin("Tell me all");
    await().atMost(AgentDesk.LONG).until(() -> desk.model.asked().size() == 1);
    return run;
  }

  /** How many began whose step has come to its end well. */
  private long done() {
    return desk.hub
        .bean(JdbcClient.class)
        .sql(
            """
            select count(*) from delivery_history join event on event.id = event_id
             where type = 'agent.start' and outcome = 'done'
            """)
        .query(Long.class)
        .single();
  }

  @Test
  void cancelled_run_cuts_off_the_answer_of_its_model() {
    UUID slow = slow();
    desk.runs().cancel(slow, "anna");
    assertThat(desk.end(slow).state()).isEqualTo(RunRow.State.CANCELLED);
    await().atMost(AgentDesk.LONG).until(() -> desk.model.cutOff() == 1);
    desk.model.says("Soon.");
    assertThat(desk.end(desk.begin("When?")).answer()).isEqualTo("Soon.");
    await().atMost(AgentDesk.LONG).until(() -> done() == 2);
    assertThat(desk.steps(slow)).isEmpty();
    assertThat(desk.run(slow).answer()).isNull();
    assertThat(desk.model.unscripted()).isEmpty();
  }

  @Test
  void cancelled_run_leaves_the_queue_of_its_model() {
    UUID slow = slow();
    List<UUID> waiting = Stream.generate(() -> desk.begin("Me too")).limit(4).toList();
    waiting.forEach(run -> desk.runs().cancel(run, "anna"));
    waiting.forEach(desk::end);
    UUID last = desk.begin("And I");
    desk.model.says("You, yes.");
    desk.runs().cancel(slow, "anna");
    assertThat(desk.end(last).answer()).isEqualTo("You, yes.");
    // the slow one and the last one
    assertThat(desk.model.asked()).hasSize(2);
    assertThat(desk.model.unscripted()).isEmpty();
  }

  @Test
  void run_can_be_cancelled_before_it_has_begun() {
    UUID run = Runs.newId();
    desk.runs().cancel(run, "anna");
    await()
        .atMost(AgentDesk.LONG)
        .until(
            () ->
                desk.hub
                    .bean(JdbcClient.class)
                    .sql("select error from attempt where outcome = 'paused'")
                    .query(String.class)
                    .list()
                    .contains("RetryAfter: There is no run %s yet".formatted(run)));
    desk.model.says(Said.nothing().endlessly("too late "));
    desk.begin(run, "Tell me all", null, List.of());
    assertThat(desk.end(run).state()).isEqualTo(RunRow.State.CANCELLED);
    assertThat(desk.run(run).error()).isEqualTo("Cancelled by anna");
  }

  @Test
  void run_that_another_hub_cancelled_is_left_as_well() {
    UUID slow = slow();
    desk.hub
        .bean(JdbcClient.class)
        .sql("update agent_run set state = 'cancelled', ended = now() where id = :id")
        .param("id", slow)
        .update();
    await().atMost(AgentDesk.LONG).until(() -> desk.model.cutOff() == 1);
    assertThat(desk.model.asked()).hasSize(1);
  }
}
