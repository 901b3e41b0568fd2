package com.millyweb.hub.ingress;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code schedule}. */
@Component
final class ScheduleTable {
  private final JdbcClient jdbc;

  ScheduleTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The last tick that fired; now for a schedule that is new, or has a new line. */
  Instant lastTick(Schedule schedule, Instant now) {
    return jdbc.sql(
            """
            insert into schedule (name, cron, last_tick) values (:name, :cron, :now)
            on conflict (name) do update
              set cron = excluded.cron,
                  last_tick = case when schedule.cron = excluded.cron
                                   then schedule.last_tick else excluded.last_tick end
            returning last_tick
            """)
        .param("name", schedule.name())
        .param("cron", schedule.line())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query(OffsetDateTime.class)
        .single()
        .toInstant();
  }

  void advance(Schedule schedule, Instant tick) {
    jdbc.sql(
            """
            update schedule set last_tick = greatest(last_tick, :tick) where name = :name and cron = :cron
            """)
        .param("name", schedule.name())
        .param("cron", schedule.line())
        .param("tick", tick.atOffset(ZoneOffset.UTC))
        .update();
  }
}
