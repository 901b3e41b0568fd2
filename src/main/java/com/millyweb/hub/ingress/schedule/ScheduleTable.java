package com.millyweb.hub.ingress.schedule;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code schedule}. */
@Component
final class ScheduleTable {
  private static final String STATE = Sql.read("ingress/schedule");

  private final JdbcClient jdbc;

  ScheduleTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param era grows when the clock is set back; the same for all hubs of a database
   */
  record State(Instant lastTick, int era) {}

  /** The last tick that fired; now for a schedule that is new, or has a new line. */
  State state(Schedule schedule, Instant now) {
    return jdbc.sql(STATE)
        .param("name", schedule.name())
        .param("cron", schedule.line())
        .param("now", Rows.parameter(now))
        .query((row, number) -> state(row))
        .single();
  }

  /** Begins a new era now, unless another hub did that already. */
  State setBack(Schedule schedule, Instant now, Instant tooLate) {
    jdbc.sql(
            """
            update schedule set last_tick = :now, era = era + 1
             where name = :name and cron = :cron and last_tick > :tooLate
            """)
        .param("name", schedule.name())
        .param("cron", schedule.line())
        .param("now", Rows.parameter(now))
        .param("tooLate", Rows.parameter(tooLate))
        .update();
    return new State(now, state(schedule, now).era());
  }

  void advance(Schedule schedule, Instant tick) {
    jdbc.sql(
            """
            update schedule set last_tick = greatest(last_tick, :tick) where name = :name and cron = :cron
            """)
        .param("name", schedule.name())
        .param("cron", schedule.line())
        .param("tick", Rows.parameter(tick))
        .update();
  }

  private static State state(ResultSet row) throws SQLException {
    return new State(Rows.instant(row, "last_tick"), row.getInt("era"));
  }
}
