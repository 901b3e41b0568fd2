package com.millyweb.hub.health;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
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
  private static final String UNTOLD = Sql.read("health/untold");
  private static final String QUIET = Sql.read("health/quiet");
  private static final String TOLD = Sql.read("health/told");
  private static final String FORGET = Sql.read("health/forget");
  private final JdbcClient jdbc;

  HealthStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<AgreedStatus> settled() {
    return jdbc.sql("select system, status, since, version, error from health_state")
        .query(
            (row, number) ->
                new AgreedStatus(
                    row.getString("system"),
                    level(row),
                    Rows.instant(row, "since"),
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
        .param("at", Rows.parameter(change.at()))
        .param("error", change.error(), Types.VARCHAR)
        .param("reporter", reporter)
        .param("version", change.from().version())
        .param("worse", change.isWorse())
        .query(Long.class)
        .optional()
        .isPresent();
  }

  /** The changes of a system that are too old for anybody. */
  void forget(String system) {
    jdbc.sql(FORGET).param("system", system).update();
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

  /** Once a minute for each system: some hub watches it. */
  void watch(Collection<String> systems) {
    jdbc.sql(
            """
            update health_state set watched_at = now()
             where system = any(:systems) and watched_at < now() - interval '1 minute'
            """)
        .param("systems", systems.toArray(String[]::new))
        .update();
  }

  List<Transition> untold() {
    return transitions(UNTOLD);
  }

  /** Trouble that is not told, for a reason that may be over. */
  List<Transition> quiet() {
    return transitions(QUIET);
  }

  private List<Transition> transitions(String sql) {
    return jdbc.sql(sql)
        .query(
            (row, number) ->
                new Transition(
                    row.getString("system"),
                    row.getLong("version"),
                    row.getString("status"),
                    row.getString("previous"),
                    Rows.instant(row, "at"),
                    row.getString("error"),
                    row.getLong("well"),
                    row.getString("quiet")))
        .list();
  }

  /**
   * @param quiet why people were not told; null when they were
   */
  void told(Transition transition, @Nullable String quiet) {
    jdbc.sql(TOLD)
        .param("system", transition.system())
        .param("version", transition.version())
        .param("quiet", quiet, Types.VARCHAR)
        .update();
  }

  private static Level level(ResultSet row) throws SQLException {
    return Level.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
  }

  /**
   * A change that the log has yet to hear of.
   *
   * @param well the version at which the system was up before; the same from "down" to the "up"
   *     after it
   * @param quiet why people did not hear about this trouble, or about the trouble that ends here
   */
  record Transition(
      String system,
      long version,
      String status,
      String previous,
      Instant at,
      @Nullable String error,
      long well,
      @Nullable String quiet) {
    boolean isUp() {
      return status.equals(Level.UP.text());
    }

    /** Names the time from "down" to "up". */
    String incident() {
      return system + "/" + well;
    }
  }
}
