package com.millyweb.hub.database;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections that go back to their pool without what a flow left in their session: settings,
 * advisory locks, temporary tables. The next flow begins within its bounds again.
 */
final class CleanSessions extends DelegatingDataSource {
  /** Wrong password, or a role that may not log in. */
  private static final Set<String> REFUSED = Set.of("28P01", "28000");

  private final HikariDataSource pool;
  private final String bounds;
  private final Restoring login;

  /**
   * @param bounds statements that a session begins with
   * @param login asked when Postgres refuses it
   */
  CleanSessions(HikariDataSource pool, String bounds, Restoring login) {
    super(pool);
    this.pool = pool;
    this.bounds = bounds;
    this.login = login;
  }

  /** Makes a login good again that a flow has spoilt. */
  @FunctionalInterface
  interface Restoring {
    /** Returns whether another try is worth it. */
    boolean restore() throws SQLException;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = open();
    return (Connection)
        Proxy.newProxyInstance(
            CleanSessions.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close") && !connection.isClosed()) {
                clean(connection);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Connection open() throws SQLException {
    try {
      return super.getConnection();
    } catch (SQLException e) {
      if (isRefused(e) && login.restore()) {
        return super.getConnection();
      }
      throw e;
    }
  }

  /** The pool tells the refusal of Postgres as the cause of its own. */
  private static boolean isRefused(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && REFUSED.contains(String.valueOf(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  private void clean(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      statement.execute("discard all");
      statement.execute(bounds);
    } catch (SQLException e) {
      pool.evictConnection(connection);
    }
  }
}
