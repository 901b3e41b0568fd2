package com.millyweb.hub.health;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How a system was. */
@Component
public final class HealthHistory {
  private static final String UPTIME = Sql.read("health/uptime");
  private static final String DAYS = Sql.read("health/days");
  private static final int MOST = 100;

  private final JdbcClient jdbc;

  HealthHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A change.
   *
   * @param error what was wrong; null when nothing was
   */
  public record Change(Instant at, String status, String previous, @Nullable String error) {}

  /**
   * Shares of time, 0 to 1, in which the system was not down; null where nothing is known.
   *
   * @param day the last 24 hours
   * @param week the last 7 days
   * @param month the last 30 days
   */
  public record Uptime(@Nullable Double day, @Nullable Double week, @Nullable Double month) {}

  /**
   * A day of UTC.
   *
   * @param known for how long anything is known of it
   * @param down for how much of that the system was down
   * @param degraded for how much of that it was degraded
   */
  public record Day(LocalDate day, Duration known, Duration down, Duration degraded) {
    /** The worst that it was. */
    public Level worst() {
      if (!down.isZero()) {
        return Level.DOWN;
      }
      if (!degraded.isZero()) {
        return Level.DEGRADED;
      }
      return known.isZero() ? Level.UNKNOWN : Level.UP;
    }
  }

  /** The last changes, the newest first, at most 100. */
  public List<Change> changes(String system) {
    return jdbc.sql(
            """
            select at, status, previous, error from health_transition
             where system = :system order by version desc limit :most
            """)
        .param("system", system)
        .param("most", MOST)
        .query(
            (row, number) ->
                new Change(
                    Rows.instant(row, "at"),
                    row.getString("status"),
                    row.getString("previous"),
                    row.getString("error")))
        .list();
  }

  public Uptime uptime(String system) {
    Map<Integer, @Nullable Double> shares = new HashMap<>();
    jdbc.sql(UPTIME)
        .param("system", system)
        .query(
            row -> {
              shares.put(row.getInt("days"), row.getObject("share", Double.class));
            });
    return new Uptime(shares.get(1), shares.get(7), shares.get(30));
  }

  /** The last 30 days, the oldest first. */
  public List<Day> days(String system) {
    return days(List.of(system)).getOrDefault(system, List.of());
  }

  /** The same of several, by their names. */
  Map<String, List<Day>> days(Collection<String> systems) {
    Map<String, List<Day>> days = new HashMap<>();
    jdbc.sql(DAYS)
        .param("systems", systems.toArray(String[]::new))
        .query(
            row -> {
              days.computeIfAbsent(row.getString("system"), first -> new ArrayList<>())
                  .add(
                      new Day(
                          row.getObject("day", LocalDate.class),
                          Duration.ofSeconds(row.getLong("known")),
                          Duration.ofSeconds(row.getLong("down")),
                          Duration.ofSeconds(row.getLong("degraded"))));
            });
    return days;
  }
}
