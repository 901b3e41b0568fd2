package com.millyweb.hub.event.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A connection for one transaction, rolled back unless committed. */
public record Transaction(Connection connection, boolean explicit) implements AutoCloseable {

  /**
   * @param explicit false for a single statement, which is a transaction by itself and saves the
   *     round trips for begin and commit
   */
  public static Transaction begin(DataSource dataSource, boolean explicit) throws SQLException {
    return begin(dataSource, explicit, Duration.ZERO);
  }

  /**
   * @param patience how long the server may keep silent, the wait for a connection included; zero
   *     for the connection's own time-out
   */
  static Transaction begin(DataSource dataSource, boolean explicit, Duration patience)
      throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    Connection connection = dataSource.getConnection();
    try {
      if (!patience.isZero()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        // the pool sets it back
        connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, left));
      }
      if (explicit) {
        connection.setAutoCommit(false);
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return new Transaction(connection, explicit);
  }

  public void commit() throws SQLException {
    if (explicit) {
      connection.commit();
    }
  }

  /** The pool rolls back what was not committed, and restores auto-commit. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
