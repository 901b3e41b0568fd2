package com.millyweb.hub.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The database as {@code sql:} of flows sees it: a login role of its own, which owns nothing of the
 * hub and works in the schema {@code flow}. What the shipped flows read of the hub they read
 * through views there; everything else Postgres itself refuses.
 *
 * <p>It is a login and not a change of role, which a statement could take back. Its password lies
 * in the database, where the role cannot read it, so that several hubs share it.
 */
@Component
public final class FlowDatabase implements DisposableBean {
  private static final String KIND = "flow";
  private static final int CONNECTIONS = 8;

  private static final String BOUNDS =
      "set search_path = flow; set statement_timeout = '60s'; set lock_timeout = '4s';"
          + " set idle_in_transaction_session_timeout = '5s'";

  private final HikariDataSource hub;
  private final FlowDatabaseProperties properties;
  private @Nullable HikariDataSource flow;
  private @Nullable DataSource handedOut;

  FlowDatabase(HikariDataSource hub, FlowDatabaseProperties properties) {
    this.hub = hub;
    this.properties = properties;
  }

  /**
   * Makes the role, the schema and its views when they are not there.
   *
   * @throws IllegalArgumentException when flows can have no database here; its message says what to
   *     do
   */
  public synchronized DataSource dataSource() {
    if (handedOut == null) {
      try (Connection connection = hub.getConnection()) {
        flow = new HikariDataSource(login(connection).pool(hub, KIND, CONNECTIONS, BOUNDS));
        handedOut = new CleanSessions(flow, BOUNDS, this::restore);
      } catch (SQLException e) {
        throw new IllegalArgumentException(
            "sql: of flows has no database: %s".formatted(e.getMessage()), e);
      }
    }
    return handedOut;
  }

  private RoleLogin login(Connection connection) throws SQLException {
    return RoleLogin.take(
        connection,
        KIND,
        RoleLogin.given(properties.user(), properties.password()),
        "database/flow-schema-refusal",
        "database/flow-schema");
  }

  /**
   * Gives the hub's own role its password and its settings back: Postgres lets every role change
   * its own, and so one flow can lock all of them out.
   *
   * @return whether there was something to give back; a login of the configuration is the
   *     operator's
   */
  private boolean restore() throws SQLException {
    try (Connection connection = hub.getConnection()) {
      return properties.user() == null && RoleLogin.restore(connection, KIND);
    }
  }

  @Override
  public synchronized void destroy() {
    if (flow != null) {
      flow.close();
    }
  }
}
