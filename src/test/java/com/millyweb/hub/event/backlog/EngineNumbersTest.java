package com.millyweb.hub.event.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.backlog.EngineNumbers.Numbers;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What lies in the engine's tables, as numbers and as health. */
class EngineNumbersTest {
  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EngineNumbers numbers = new EngineNumbers(database.dataSource(), meters);
  private final EngineProbe probe = new EngineProbe(numbers);

  @BeforeEach
  void subscribe() {
    jdbc.sql(
            """
            insert into subscription (name, pattern, state)
            values ('flow.a', 'github.push', 'active'), ('flow.gone', 'x', 'parked')
            """)
        .update();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void empty_engine_is_up() {
    numbers.refresh();
    assertThat(numbers.latest()).isEqualTo(new Numbers(0, 0, 0, 0, 0, null, 0, null, 0));
    assertThat(probe.probe().level()).isEqualTo(Level.UP);
  }

  @Test
  void deliveries_are_counted_by_state() {
    deliver("flow.a", 0, "now() - interval '10 minutes'", null);
    deliver("flow.a", 0, "now() + interval '1 hour'", null);
    deliver("flow.gone", 0, "now() - interval '10 days'", null);
    deliver("flow.a", 1, "now()", null);
    deliver("flow.a", 2, "now()", "lane");
    deliver("flow.a", 3, "now()", null);
    numbers.refresh();
    Numbers now = numbers.latest();
    assertThat(now).isNotNull();
    assertThat(now.oldestWaiting()).isBetween(590.0, 700.0);
    assertThat(now).isEqualTo(new Numbers(2, 1, 1, 1, 1, null, 0, null, now.oldestWaiting()));
    assertThat(meters.get("hub.event.deliveries").tag("state", "parked").gauge().value())
        .isEqualTo(1);
    assertThat(meters.get("hub.event.deliveries").tag("state", "dead").gauge().value())
        .isEqualTo(1);
    assertThat(probe.probe().detail()).contains("A delivery has been due for");
  }

  @Test
  void subscriptions_that_nobody_runs_are_counted_and_the_first_named() {
    jdbc.sql("update subscription set run_at = now() - interval '1 hour' where name = 'flow.a'")
        .update();
    numbers.refresh();
    assertThat(probe.probe().detail())
        .isEqualTo(
            "No hub runs the route of flow.a; its events are kept for it, until it is parked");
    jdbc.sql(
            """
            insert into subscription (name, pattern, run_at)
            select 'flow.m' || n, 'x', now() - interval '1 hour' from generate_series(1, 7) n
            """)
        .update();
    numbers.refresh();
    assertThat(probe.probe().detail())
        .isEqualTo(
            "No hub runs the routes of flow.a, flow.m1, flow.m2 and 5 more; their events are kept"
                + " for them, until they are parked");
  }

  @Test
  void target_that_asks_for_time_since_long_is_told() {
    jdbc.sql(
            """
            update subscription set paused_since = '2026-01-31T08:00:00Z', paused_until = now() + interval '1 minute'
             where name = 'flow.a'
            """)
        .update();
    numbers.refresh();
    assertThat(probe.probe().detail())
        .isEqualTo("Told by their targets to wait: flow.a since 2026-01-31 08:00 UTC");
  }

  @Test
  void numbers_are_unknown_while_the_database_does_not_tell() {
    database.close();
    numbers.refresh();
    assertThat(numbers.latest()).isNull();
    assertThat(meters.get("hub.event.deliveries").tag("state", "dead").gauge().value()).isNaN();
    assertThat(probe.probe().level()).isEqualTo(Level.UNKNOWN);
  }

  private void deliver(String subscription, int state, String runAt, String lane) {
    jdbc.sql(
            """
            insert into delivery (subscription, event_id, event_at, state, run_at, lane)
            select id, gen_random_uuid(), now(), :state, %s, :lane from subscription where name = :name
            """
                .formatted(runAt))
        .param("state", state)
        .param("lane", lane)
        .param("name", subscription)
        .update();
  }
}
