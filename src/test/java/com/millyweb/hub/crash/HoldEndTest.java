package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.Failpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Death around the end of a hold, and in the middle of a stop. */
class HoldEndTest {
  private static final String TOKEN = "token-of-the-administrator-in-the-crash-test";
  private static final int STOPPED = 2500;

  @Test
  void notice_that_is_undone_as_its_hold_ends_is_told_once_or_never() throws Exception {
    try (var receiver = new Receiver();
        var hub = hub("hold-end", receiver, "hold: 1h", "hold: 2s")) {
      Map<UUID, Integer> answers = new ConcurrentHashMap<>();
      for (Failpoint point : Failpoint.PLAIN) {
        var load = new Load(hub.door(), point.name());
        try (load) {
          hub.start("--crash.point=" + point, "--crash.nth=20");
          load.begin(4, 40);
          undoUntilDeath(hub, answers);
        }
        assertThat(hub.exit()).as("end at %s", point).isEqualTo(137);
      }
      hub.start();
      hub.awaitStarted();
      Awaitility.await("every hold is over and every notice told")
          .atMost(HubProcess.PATIENCE)
          .until(
              () ->
                  number(
                          hub,
                          """
                          select count(*) from delivery d
                          join event e on e.at = d.event_at and e.id = d.event_id where e.type <> 'hold.later'
                          """)
                      == 0);
      eachIsToldOnceOrUndone(hub, answers);
      new WhyOracle(hub, new AdminCalls(hub, TOKEN))
          .namesTheEventOfEveryNotice("flow.hold.tell", "flow/hold.camel.yaml");
    }
  }

  private static void eachIsToldOnceOrUndone(HubProcess hub, Map<UUID, Integer> answers) {
    long pings = number(hub, "select count(*) from event where type = 'crash.ping'");
    List<UUID> held =
        hub.postgres()
            .sql()
            .sql("select key::uuid from event where type = 'notify.held'")
            .query(UUID.class)
            .list();
    assertThat(held).as("held, one for each event").hasSize((int) pings).doesNotHaveDuplicates();
    List<UUID> told =
        hub.postgres()
            .sql()
            .sql(
                "select (convert_from(data, 'UTF8')::jsonb ->> 'id')::uuid from event where type = 'notify.inbox'")
            .query(UUID.class)
            .list();
    List<UUID> undone =
        hub.postgres()
            .sql()
            .sql(
                """
                select e.key::uuid from delivery_history h
                join event e on e.at = h.event_at and e.id = h.event_id and e.type = 'notify.held'
                where h.outcome = 'cancelled'
                """)
            .query(UUID.class)
            .list();
    assertThat(told).as("told").doesNotHaveDuplicates().isNotEmpty();
    assertThat(undone).as("undone").doesNotHaveDuplicates().isNotEmpty();
    assertThat(told).as("told although undone").doesNotContainAnyElementsOf(undone);
    Set<UUID> ended = new HashSet<>(told);
    ended.addAll(undone);
    assertThat(ended).as("neither told nor undone").containsExactlyInAnyOrderElementsOf(held);
    answers.forEach(
        (notice, status) -> {
          if (status == 200) {
            assertThat(undone).as("answered as undone").contains(notice);
          } else if (status == 409) {
            assertThat(told).as("answered as sent").contains(notice);
          }
        });
    assertThat(answers).containsValue(200);
  }

  @Test
  void stop_over_many_deliveries_is_finished_by_another_one_after_death() throws Exception {
    try (var receiver = new Receiver();
        var hub = hub("stop-many", receiver, "hold: 1h", "hold: 1h")) {
      hub.start();
      hub.awaitStarted();
      try (var load = new Load(hub.door(), "many")) {
        load.begin(16, 800).awaitAccepted(STOPPED);
      }
      Awaitility.await("all is planned")
          .atMost(HubProcess.PATIENCE)
          .until(() -> number(hub, "select count(*) from delivery where claims > 0") == 0);
      Awaitility.await("all is planned")
          .atMost(HubProcess.PATIENCE)
          .until(
              () ->
                  planned(hub)
                      == number(hub, "select count(*) from event where type = 'crash.ping'"));
      long planned = planned(hub);
      AdminCalls api = new AdminCalls(hub, TOKEN);
      String stop = "{\"flow\":\"flow.hold.later\"}";
      long before = 0;
      try (var slow =
          SlowRows.of(hub, "delivery", Duration.ofMillis(1), "new.reason = 'stopped'")) {
        for (int kill = 1; kill <= 2; kill++) {
          Thread stopping = new Thread(() -> api.post("/api/deliveries/stop", stop), "stopping");
          stopping.start();
          long last = before;
          Awaitility.await("a page is stopped")
              .atMost(HubProcess.PATIENCE)
              .until(() -> stopped(hub) > last);
          slow.killWithin();
          stopping.join();
          before = stopped(hub);
          assertThat(before).as("stopped before the death").isBetween(1L, planned - 1);
          hub.start();
          hub.awaitStarted();
        }
      }
      JsonNode rest = api.answer("/api/deliveries/stop", stop);
      assertThat(rest.path("deliveries").asLong()).as("what was left").isEqualTo(planned - before);
      assertThat(stopped(hub)).isEqualTo(planned);
      hub.postgres().sql().sql("update delivery set run_at = now() where state = 0").update();
      api.post("/api/deliveries/retry", "{\"subscription\":\"flow.hold.did\"}");
      Awaitility.await("all goes on")
          .atMost(HubProcess.PATIENCE)
          .until(() -> number(hub, "select count(*) from delivery") == 0);
      assertThat(number(hub, "select count(*) from event where type = 'effect.later'"))
          .isEqualTo(planned);
      assertThat(number(hub, "select count(distinct cause) from event where type = 'effect.later'"))
          .isEqualTo(planned);
    }
  }

  /** Always the one whose hold ends next. */
  private static void undoUntilDeath(HubProcess hub, Map<UUID, Integer> answers) {
    AdminCalls api = new AdminCalls(hub, TOKEN);
    while (hub.isAlive()) {
      JsonNode first = api.answer("/api/notices/held").at("/items/0/id");
      if (first.isTextual()) {
        UUID notice = UUID.fromString(first.asText());
        answers.put(notice, api.post("/api/notices/" + notice + "/undo", ""));
      }
      // a few of them, so that most come to their end
      hub.awaitDeath(Duration.ofMillis(100));
    }
  }

  private static HubProcess hub(String name, Receiver receiver, String hold, String shorter)
      throws IOException {
    HubProcess hub = HubProcess.at(name, receiver);
    Files.delete(hub.flows());
    String flows = Files.readString(Path.of("src/test/resources/crash/hold.camel.yaml"));
    Files.writeString(hub.flows().resolveSibling("hold.camel.yaml"), flows.replace(hold, shorter));
    return hub.set("hub.admin-token", TOKEN);
  }

  private static long planned(HubProcess hub) {
    return number(hub, "select count(*) from event where type = 'hold.later'");
  }

  private static long stopped(HubProcess hub) {
    return number(hub, "select count(*) from delivery where state = 3 and reason = 'stopped'");
  }

  private static long number(HubProcess hub, String query) {
    return hub.postgres().number(query);
  }
}
