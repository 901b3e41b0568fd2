package com.millyweb.hub.health;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables of V5__health.sql. */
@Component
final class HealthStore {
  private static final String CHANGE = Sql.read("health/change");
  private final JdbcClient jdbc;

  HealthStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Settled> settled() {
    return jdbc.sql("select system, status, since, version, error from health_state")
        .query(
            (row, number) ->
                new Settled(
                    row.getString("system"),
                    level(row),
                    instant(row, "since"),
                    row.getLong("version"),
                    row.getString("error")))
        .list();
  }

  /** Whether this hub's view became the settled one. */
  boolean change(Change change, String reporter) {
    return jdbc.sql(CHANGE)
        .param("system", change.from().system())
        .param("status", change.to().text())
        .param("previous", change.from().status().text())
        .param("at", OffsetDateTime.ofInstant(change.at(), ZoneOffset.UTC))
        .param("error", change.error(), Types.VARCHAR)
        .param("reporter", reporter)
        .param("version", change.from().version())
        .param("worse", change.isWorse())
        .query(Long.class)
        .optional()
        .isPresent();
  }

  /** Keeps what this hub reported as bad its own. */
  void confirm(Collection<String> systems, String reporter) {
    jdbc.sql(
            """
            update health_state set seen_at = now()
             where system = any(:systems) and reporter = :reporter and status <> 'up'
            """)
        .param("systems", systems.toArray(String[]::new))
        .param("reporter", reporter)
        .update();
  }

  List<Transition> untold() {
    return jdbc.sql(
            """
            select system, version, status, previous, at, error,
                   (select coalesce(max(up.version), 0) from health_transition up
                     where up.system = t.system and up.status = 'up' and up.version < t.version) as well
              from health_transition t
             where not told order by at, version limit 100
            """)
        .query(
            (row, number) ->
                new Transition(
                    row.getString("system"),
                    row.getLong("version"),
                    row.getString("status"),
                    row.getString("previous"),
                    instant(row, "at"),
                    row.getString("error"),
                    row.getLong("well")))
        .list();
  }

  void told(Transition transition) {
    jdbc.sql(
            "update health_transition set told = true where system = :system and version = :version")
        .param("system", transition.system())
        .param("version", transition.version())
        .update();
  }

  private static Level level(ResultSet row) throws SQLException {
    return Level.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /**
   * A change that the log has yet to hear of.
   *
   * @param well the version at which the system was up before; the same from "down" to the "up"
   *     after it
   */
  record Transition(
      String system,
      long version,
      String status,
      String previous,
      Instant at,
      @Nullable String error,
      long well) {
    /** Names the time from "down" to "up". */
    String incident() {
      return system + "/" + well;
    }
  }
}
