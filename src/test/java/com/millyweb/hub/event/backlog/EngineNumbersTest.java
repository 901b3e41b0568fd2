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
    assertThat(numbers.latest()).isEqualTo(new Numbers(0, 0, 0, 0, 0, null, 0));
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
    assertThat(now).isEqualTo(new Numbers(2, 1, 1, 1, 1, null, now.oldestWaiting()));
    assertThat(meters.get("hub.event.deliveries").tag("state", "parked").gauge().value())
        .isEqualTo(1);
    assertThat(meters.get("hub.event.deliveries").tag("state", "dead").gauge().value())
        .isEqualTo(1);
    assertThat(probe.probe().detail()).contains("A delivery has been due for");
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
