package com.millyweb.hub.database;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections that go back to their pool without what a flow left in their session: settings,
 * advisory locks, temporary tables. The next flow begins within its bounds again.
 */
final class CleanSessions extends DelegatingDataSource {
  private final HikariDataSource pool;
  private final String bounds;

  /**
   * @param bounds statements that a session begins with
   */
  CleanSessions(HikariDataSource pool, String bounds) {
    super(pool);
    this.pool = pool;
    this.bounds = bounds;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
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
