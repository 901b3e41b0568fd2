package com.millyweb.hub.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.health.HealthHistory.Day;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a system was on each day, of what was written down when it changed. */
class HealthHistoryTest {
  private static final int TODAY = 29;

  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final HealthHistory history = new HealthHistory(jdbc);
  private int version;

  @AfterEach
  void close() {
    database.close();
  }

  /**
   * @param daysAgo of UTC
   * @param time of that day
   */
  private void became(String status, int daysAgo, String time) {
    jdbc.sql(
            """
            insert into health_transition (system, version, status, previous, at, told)
            values ('nas', ?, ?, 'unknown',
                    (date_trunc('day', now() at time zone 'UTC') - make_interval(days => ?) + cast(? as interval)) at time zone 'UTC', true)
            """)
        .params(List.of(++version, status, daysAgo, time))
        .update();
  }

  @Test
  void day_has_the_worst_that_the_system_was_and_for_how_long() {
    became("up", 10, "12:00");
    became("degraded", 5, "22:00");
    became("up", 4, "01:00");
    became("down", 2, "23:30");
    became("degraded", 1, "00:15");
    became("up", 1, "00:45");

    List<Day> days = history.days("nas");
    assertThat(days).hasSize(30).isSortedAccordingTo((a, b) -> a.day().compareTo(b.day()));
    assertThat(days.get(TODAY - 11).worst()).isEqualTo(Level.UNKNOWN);
    assertThat(days.get(TODAY - 10).worst()).isEqualTo(Level.UP);
    assertThat(days.get(TODAY - 10).known()).isEqualTo(Duration.ofHours(12));
    assertThat(days.get(TODAY - 5).degraded()).isEqualTo(Duration.ofHours(2));
    assertThat(days.get(TODAY - 4).degraded()).isEqualTo(Duration.ofHours(1));
    assertThat(days.get(TODAY - 4).worst()).isEqualTo(Level.DEGRADED);
    assertThat(days.get(TODAY - 3).worst()).isEqualTo(Level.UP);
    assertThat(days.get(TODAY - 2).down()).isEqualTo(Duration.ofMinutes(30));
    assertThat(days.get(TODAY - 1).down()).isEqualTo(Duration.ofMinutes(15));
    assertThat(days.get(TODAY - 1).degraded()).isEqualTo(Duration.ofMinutes(30));
    assertThat(days.get(TODAY - 1).known()).isEqualTo(Duration.ofDays(1));
    assertThat(days.get(TODAY - 1).worst()).isEqualTo(Level.DOWN);
  }

  @Test
  void system_that_nobody_knows_was_nothing_on_all_days() {
    assertThat(history.days("nas")).hasSize(30).allMatch(day -> day.worst() == Level.UNKNOWN);
  }
}
