package com.millyweb.hub.database;

import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.secret.Secret;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger log = LoggerFactory.getLogger(FlowDatabase.class);
  private static final int CONNECTIONS = 8;
  private static final int PASSWORD_BYTES = 32;
  private static final long IDLE_MS = 60_000;

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

  private record Login(String role, String password) {}

  /**
   * Makes the role, the schema and its views when they are not there.
   *
   * @throws IllegalArgumentException when flows can have no database here; its message says what to
   *     do
   */
  public synchronized DataSource dataSource() {
    if (handedOut == null) {
      try (Connection connection = hub.getConnection()) {
        flow = open(login(connection));
        handedOut = new CleanSessions(flow, BOUNDS, this::restore);
      } catch (SQLException e) {
        throw new IllegalArgumentException(
            "sql: of flows has no database: %s".formatted(e.getMessage()), e);
      }
    }
    return handedOut;
  }

  private Login login(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try {
      execute(connection, Sql.read("database/flow-lock"));
      String given = properties.user();
      Secret password = properties.password();
      Login login =
          given == null || password == null ? own(connection) : new Login(given, password.reveal());
      refuse(text(connection, "database/flow-powers", login.role()));
      refuse(text(connection, "database/flow-schema-refusal", login.role()));
      text(connection, "database/flow-role", login.role());
      execute(connection, Sql.read("database/flow-schema"));
      connection.commit();
      return login;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static Login own(Connection connection) throws SQLException {
    Login known = known(connection);
    if (known != null) {
      return known;
    }
    refuse(text(connection, "database/flow-role-refusal", null));
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    String role = text(connection, "database/flow-create", password);
    var made = new Login(String.valueOf(role), password);
    setPassword(connection, made);
    return made;
  }

  private static @Nullable Login known(Connection connection) throws SQLException {
    String known = text(connection, "database/flow-login", null);
    if (known == null) {
      return null;
    }
    String[] parts = known.split(" ", 2);
    return new Login(parts[0], parts[1]);
  }

  /** Hashed here, so that no log of the server has it. */
  private static void setPassword(Connection connection, Login login) throws SQLException {
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(login.role(), login.password().toCharArray(), "scram-sha-256");
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
      Login login = properties.user() == null ? known(connection) : null;
      if (login == null) {
        return false;
      }
      log.warn("The role {} of flows could not log in; it gets its password back", login.role());
      setPassword(connection, login);
      execute(
          connection,
          Objects.requireNonNull(text(connection, "database/flow-reset", login.role())));
      return true;
    }
  }

  private static void refuse(@Nullable String reason) {
    if (reason != null) {
      throw new IllegalArgumentException("sql: of flows is off: %s".formatted(reason));
    }
  }

  private HikariDataSource open(Login login) {
    Redaction.instance().learn(new Secret(login.password()));
    var config = new HikariConfig();
    config.setPoolName("flow");
    config.setJdbcUrl(hub.getJdbcUrl());
    config.setUsername(login.role());
    config.setPassword(login.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MS);
    config.setConnectionTimeout(hub.getConnectionTimeout());
    config.setValidationTimeout(hub.getValidationTimeout());
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(BOUNDS);
    hub.getDataSourceProperties()
        .forEach((name, value) -> config.addDataSourceProperty(String.valueOf(name), value));
    config.addDataSourceProperty("ApplicationName", "hub flow");
    return new HikariDataSource(config);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static @Nullable String text(
      Connection connection, String statement, @Nullable String parameter) throws SQLException {
    try (var prepared = connection.prepareStatement(Sql.read(statement))) {
      if (parameter != null) {
        prepared.setString(1, parameter);
      }
      try (ResultSet row = prepared.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  @Override
  public synchronized void destroy() {
    if (flow != null) {
      flow.close();
    }
  }
}
