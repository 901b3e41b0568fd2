package com.millyweb.hub.database;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.secret.Secret;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Connects to an external database once before all else, so that what is wrong is said in a line.
 */
final class FirstConnection {
  private static final int OLDEST = 15;
  private static final Duration PATIENCE_WITH_A_START = Duration.ofSeconds(30);

  private final DatabaseUrl url;

  FirstConnection(DatabaseUrl url) {
    this.url = url;
  }

  /**
   * @throws ConfigurationProblem when the hub could not work on this database
   */
  void check() {
    long begin = System.nanoTime();
    while (true) {
      try {
        tryOnce();
        return;
      } catch (SQLException e) {
        boolean starts = "57P03".equals(e.getSQLState());
        if (!starts || System.nanoTime() - begin > PATIENCE_WITH_A_START.toNanos()) {
          throw new ConfigurationProblem(explained(e), e);
        }
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      }
    }
  }

  private void tryOnce() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < OLDEST) {
        throw new ConfigurationProblem(
            "The database at %s is Postgres %d: the hub needs %d or newer"
                .formatted(url.shown(), version, OLDEST));
      }
      if (isPooled(connection, statement) && changesServers(statement)) {
        throw new ConfigurationProblem(
            """
            HUB_DB_URL leads to a pooler (PgBouncer) in transaction mode at %s, and the hub needs sessions of its own (LISTEN, settings, locks of a migration): \
            let HUB_DB_URL name Postgres itself (the hub has a pool of 16 connections), or set pool_mode=session for this database"""
                .formatted(url.shown()));
      }
    }
  }

  private Connection connect() throws SQLException {
    var properties = new Properties();
    if (url.user() != null) {
      properties.setProperty("user", url.user());
    }
    Secret password = url.password();
    if (password != null) {
      properties.setProperty("password", password.reveal());
    }
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("socketTimeout", "20");
    properties.setProperty("ApplicationName", "hub");
    return DriverManager.getConnection(url.jdbc(), properties);
  }

  /** A pooler tells its clients another process than the server does. */
  private static boolean isPooled(Connection connection, Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getInt(1) != connection.unwrap(PGConnection.class).getBackendPID();
    }
  }

  /** What one session sets is seen by another: they take turns on a server process. */
  private boolean changesServers(Statement statement) throws SQLException {
    String mark = UUID.randomUUID().toString();
    statement.execute("set hub.first_connection = '" + mark + "'");
    try (Connection other = connect();
        Statement query = other.createStatement();
        ResultSet row =
            query.executeQuery("select current_setting('hub.first_connection', true)")) {
      return row.next() && mark.equals(row.getString(1));
    } finally {
      statement.execute("reset hub.first_connection");
    }
  }

  private String explained(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String who = "user '%s'".formatted(url.user() == null ? "(none)" : url.user());
    String message = String.valueOf(failure.getMessage());
    if (message.contains("unsupported startup parameter")) {
      return "The pooler at %s refuses the connection (%s): set ignore_startup_parameters = extra_float_digits,options in pgbouncer.ini, or let HUB_DB_URL name Postgres itself"
          .formatted(url.shown(), plain(message));
    }
    return switch (state) {
      case "28P01" ->
          "The database at %s refuses the password of %s: correct HUB_DB_USER or HUB_DB_PASSWORD"
              .formatted(url.shown(), who);
      case "28000" ->
          "The database at %s does not let %s in (%s): correct HUB_DB_USER, or the server's pg_hba.conf"
              .formatted(url.shown(), who, plain(message));
      case "3D000" ->
          "The server of %s has no such database: create it (create database …), or correct HUB_DB_URL"
              .formatted(url.shown());
      case "53300" ->
          "The database at %s has no connection left (%s): raise max_connections, or end other clients"
              .formatted(url.shown(), plain(message));
      case "08001", "08006", "08004" ->
          "The database at %s cannot be reached (%s): start it, or correct HUB_DB_URL"
              .formatted(url.shown(), network(failure));
      default -> "The database at %s refuses the hub (%s)".formatted(url.shown(), plain(message));
    };
  }

  private static String network(SQLException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      String known = known(cause);
      if (known != null) {
        return known;
      }
    }
    return plain(String.valueOf(failure.getMessage()));
  }

  private static @Nullable String known(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "the name of the host is unknown";
    }
    if (cause instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    if (cause instanceof NoRouteToHostException) {
      return "no route to the host";
    }
    return cause instanceof ConnectException ? "connection refused" : null;
  }

  private static String plain(String message) {
    return message.lines().findFirst().orElse("").replaceFirst("^(FATAL|ERROR): ", "");
  }
}
