package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes notices back as their hold ends, and says whether each was told once or never.
 *
 * @param answers to each press, by the notice
 */
record HoldOracle(HubProcess hub, AdminCalls api, Map<UUID, Integer> answers) {
  HoldOracle(HubProcess hub, AdminCalls api) {
    this(hub, api, new ConcurrentHashMap<>());
  }

  /** Always the one whose hold ends next. */
  void undoUntilDeath() {
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

  void keepsEveryPromise() {
    hub.awaitDelivered("e.type not in ('hold.later', 'pace.remind')");
    long pings = hub.postgres().number("select count(*) from event where type = 'crash.ping'");
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
    new WhyOracle(hub, api).namesTheEventOfEveryNotice("flow.hold.tell", "flow/hold.camel.yaml");
  }
}
