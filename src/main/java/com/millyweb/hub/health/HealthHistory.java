package com.millyweb.hub.health;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import java.time.Instant;
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
}
