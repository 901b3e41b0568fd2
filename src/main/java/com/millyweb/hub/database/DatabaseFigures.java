package com.millyweb.hub.database;

import com.millyweb.hub.config.Durations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How large a Postgres database is, how many connections its server has, and what has gone on for
 * longest in it.
 *
 * @param mostConnections that the server takes
 * @param oldest the transaction that began first; null when nobody has one open
 */
public record DatabaseFigures(
    long bytes, long connections, long mostConnections, @Nullable Open oldest) {
  private static final String FIGURES = Sql.read("database/figures");

  /** Who connects next may be refused. */
  private static final double NEARLY_ALL = 0.9;

  /**
   * A transaction. What it says is not kept: statements hold secrets.
   *
   * @param works whether a statement runs; else its client leaves it open
   */
  public record Open(long process, String login, String application, boolean works, Duration age) {}

  /**
   * @param patience after which Postgres is asked to give up
   */
  public static DatabaseFigures read(Connection connection, Duration patience) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout((int) Math.max(1, patience.toSeconds()));
      try (ResultSet row = statement.executeQuery(FIGURES)) {
        row.next();
        return new DatabaseFigures(
            row.getLong("bytes"),
            row.getLong("connections"),
            row.getLong("most_connections"),
            open(row));
      }
    }
  }

  private static @Nullable Open open(ResultSet row) throws SQLException {
    long process = row.getLong("pid");
    return row.wasNull()
        ? null
        : new Open(
            process,
            row.getString("login"),
            row.getString("application"),
            row.getBoolean("works"),
            Duration.ofMillis((long) (1_000 * row.getDouble("seconds"))));
  }

  /** Seconds since the oldest open transaction began; 0 when there is none. */
  public double oldestSeconds() {
    return oldest == null ? 0 : oldest.age().toMillis() / 1_000.0;
  }

  /**
   * What is amiss, for an operator; null when nothing is.
   *
   * @param slow how long a transaction may take
   */
  public @Nullable String amiss(Duration slow) {
    List<String> amiss = new ArrayList<>();
    if (oldest != null && oldest.age().compareTo(slow) > 0) {
      amiss.add(
          "%s for %s (process %d of %s%s)"
              .formatted(
                  oldest.works() ? "A statement has been running" : "A transaction was left open",
                  Durations.text(oldest.age()),
                  oldest.process(),
                  oldest.login(),
                  oldest.application().isEmpty() ? "" : ", " + oldest.application()));
    }
    if (connections > NEARLY_ALL * mostConnections) {
      amiss.add("%d of %d connections are taken".formatted(connections, mostConnections));
    }
    return amiss.isEmpty() ? null : String.join("; ", amiss);
  }
}
