package com.millyweb.hub.event.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A connection for one transaction, rolled back unless committed. */
public record Transaction(Connection connection, boolean explicit) implements AutoCloseable {

  /**
   * @param explicit false for a single statement, which is a transaction by itself and saves the
   *     round trips for begin and commit
   */
  public static Transaction begin(DataSource dataSource, boolean explicit) throws SQLException {
    Connection connection = dataSource.getConnection();
    if (explicit) {
      try {
        connection.setAutoCommit(false);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
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
