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
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A login that has less than the hub's: the one of {@code sql:} in flows, and the one that only
 * reads. Its password lies in the database, where the role cannot read it, so that several hubs
 * share it.
 */
record RoleLogin(String role, String password) {
  private static final Logger log = LoggerFactory.getLogger(RoleLogin.class);
  private static final int PASSWORD_BYTES = 32;
  private static final long IDLE_MS = 60_000;

  /**
   * The hub's own role of a kind, made where it is not there.
   *
   * @param kind {@code flow} or {@code read}
   * @throws IllegalArgumentException when the hub may make no roles; its message says what to do
   */
  private static RoleLogin own(Connection connection, String kind) throws SQLException {
    RoleLogin known = known(connection, kind);
    if (known != null) {
      return known;
    }
    refuse(kind, text(connection, "database/role-refusal", kind));
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    String role = text(connection, "database/role-create", kind, password);
    var made = new RoleLogin(String.valueOf(role), password);
    made.setPassword(connection);
    return made;
  }

  /**
   * Gives the hub's own role its password and its settings back: Postgres lets every role change
   * its own, and so one statement can lock all of them out.
   *
   * @return whether there was something to give back
   */
  static boolean restore(Connection connection, String kind) throws SQLException {
    RoleLogin login = known(connection, kind);
    if (login == null) {
      return false;
    }
    log.warn("The role {} could not log in; it gets its password back", login.role());
    login.setPassword(connection);
    execute(
        connection, Objects.requireNonNull(text(connection, "database/role-reset", login.role())));
    return true;
  }

  /**
   * The role of a kind, the hub's own or that of the configuration, with the rights that it needs.
   * Hubs of one database do this one after the other.
   *
   * @param refusal a statement that says why it cannot be
   * @param rights statements that give it its rights
   * @throws IllegalArgumentException when it cannot be, or could do what is not for it
   */
  static RoleLogin take(
      Connection connection,
      String kind,
      @Nullable RoleLogin given,
      @Nullable String refusal,
      String rights)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      execute(connection, Sql.read("database/flow-lock"));
      RoleLogin login = given == null ? own(connection, kind) : given;
      refuse(kind, text(connection, "database/role-powers", login.role()));
      if (refusal != null) {
        refuse(kind, text(connection, refusal, login.role()));
      }
      login.give(connection, rights);
      connection.commit();
      return login;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** That of the configuration; null where it has none. */
  static @Nullable RoleLogin given(@Nullable String user, @Nullable Secret password) {
    return user == null || password == null ? null : new RoleLogin(user, password.reveal());
  }

  /** Runs a statement that gives this role its rights, in the transaction of the connection. */
  void give(Connection connection, String rights) throws SQLException {
    text(connection, "database/flow-role", role);
    execute(connection, Sql.read(rights));
  }

  /**
   * @param bounds statements that a session begins with
   */
  HikariConfig pool(HikariDataSource hub, String kind, int connections, String bounds) {
    Redaction.instance().learn(new Secret(password));
    var config = new HikariConfig();
    config.setPoolName(kind);
    config.setJdbcUrl(hub.getJdbcUrl());
    config.setUsername(role);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MS);
    config.setConnectionTimeout(hub.getConnectionTimeout());
    config.setValidationTimeout(hub.getValidationTimeout());
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(bounds);
    hub.getDataSourceProperties()
        .forEach((name, value) -> config.addDataSourceProperty(String.valueOf(name), value));
    config.addDataSourceProperty("ApplicationName", "hub " + kind);
    return config;
  }

  private static @Nullable RoleLogin known(Connection connection, String kind) throws SQLException {
    String known = text(connection, "database/role-login", kind);
    if (known == null) {
      return null;
    }
    String[] parts = known.split(" ", 2);
    return new RoleLogin(parts[0], parts[1]);
  }

  /** Hashed here, so that no log of the server has it. */
  private void setPassword(Connection connection) throws SQLException {
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(role, password.toCharArray(), "scram-sha-256");
  }

  private static void refuse(String kind, @Nullable String reason) {
    if (reason != null) {
      String what = kind.equals("flow") ? "sql: of flows" : "query: of the hub's own database";
      throw new IllegalArgumentException("%s is off: %s".formatted(what, reason));
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static @Nullable String text(
      Connection connection, String statement, String... parameters) throws SQLException {
    try (var prepared = connection.prepareStatement(Sql.read(statement))) {
      for (int i = 0; i < parameters.length; i++) {
        prepared.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = prepared.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }
}
