package com.millyweb.hub.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The database as {@code query:hub} sees it: a login role of its own that reads the schema {@code
 * flow} and can change nothing, whatever it is asked.
 */
@Component
public final class ReaderDatabase implements DisposableBean {
  private static final String KIND = "read";
  private static final int CONNECTIONS = 4;
  private static final String MOST_READ = "16M";

  private static final String BOUNDS =
      "set search_path = flow; set default_transaction_read_only = on;"
          + " set statement_timeout = '60s'; set lock_timeout = '4s';"
          + " set idle_in_transaction_session_timeout = '65s'";

  private final HikariDataSource hub;
  private final FlowDatabase flow;
  private final ReaderDatabaseProperties properties;
  private @Nullable HikariDataSource pool;
  private @Nullable DataSource handedOut;

  ReaderDatabase(HikariDataSource hub, FlowDatabase flow, ReaderDatabaseProperties properties) {
    this.hub = hub;
    this.flow = flow;
    this.properties = properties;
  }

  /**
   * Makes the role when it is not there.
   *
   * @throws IllegalArgumentException when there can be none here; its message says what to do
   */
  public synchronized DataSource dataSource() {
    if (handedOut == null) {
      // its schema is what is read
      DataSource owner = flow.dataSource();
      try (Connection connection = hub.getConnection()) {
        RoleLogin login = login(connection);
        try (Connection tables = owner.getConnection()) {
          tables.setAutoCommit(false);
          login.give(tables, "database/read-tables");
          tables.commit();
        }
        HikariConfig config = login.pool(hub, KIND, CONNECTIONS, BOUNDS);
        config.addDataSourceProperty("maxResultBuffer", MOST_READ);
        config.addDataSourceProperty("stringtype", "unspecified");
        pool = new HikariDataSource(config);
        handedOut = new CleanSessions(pool, BOUNDS, this::restore);
      } catch (SQLException e) {
        throw new IllegalArgumentException(
            "query:hub has no database: %s".formatted(e.getMessage()), e);
      }
    }
    return handedOut;
  }

  private RoleLogin login(Connection connection) throws SQLException {
    return RoleLogin.take(
        connection,
        KIND,
        RoleLogin.given(properties.user(), properties.password()),
        null,
        "database/read-views");
  }

  private boolean restore() throws SQLException {
    try (Connection connection = hub.getConnection()) {
      return properties.user() == null && RoleLogin.restore(connection, KIND);
    }
  }

  @Override
  public synchronized void destroy() {
    if (pool != null) {
      pool.close();
    }
  }
}
