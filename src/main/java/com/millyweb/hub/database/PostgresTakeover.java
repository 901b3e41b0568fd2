package com.millyweb.hub.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a hub that died left of its Postgres, and leaves either a server that answers or
 * nothing in the way of a new one. Nobody else starts one meanwhile: the caller has the home's
 * lock.
 */
final class PostgresTakeover {
  private static final Logger log = LoggerFactory.getLogger(PostgresTakeover.class);
  private static final long PAUSE_MS = 100;

  /** A server makes its pid file right after its start. */
  private static final long SECONDS_WITHOUT_FILE = 2;

  private static final long SECONDS_IN_GOOD_ORDER = 20;
  private static final String WRONG_PASSWORD = "28P01";

  private final PostgresCommands commands;
  private final PostgresFolder folder;
  private final String password;
  private final long begin = System.nanoTime();
  private long lastAsked;

  PostgresTakeover(PostgresCommands commands, PostgresFolder folder, String password) {
    this.commands = commands;
    this.folder = folder;
    this.password = password;
  }

  /**
   * Waits for a server that is still about to start, to recover or to stop.
   *
   * @return the port of the server that works on the folder; null when there is none, and then no
   *     pid file either
   */
  @Nullable Integer port() throws IOException {
    while (true) {
      List<Long> processes = folder.processes();
      if (processes.isEmpty()) {
        if (folder.deletePidFile()) {
          log.info("A Postgres that runs no more had left its {}", PostmasterPid.FILE);
        }
        return null;
      }
      Optional<PostmasterPid> claim = folder.pidFile().filter(folder::isServedBy);
      if (claim.isEmpty()) {
        end(processes);
      } else if (claim.get().ready() && answers(claim.get().port())) {
        return claim.get().port();
      }
      if (seconds() > EmbeddedPostgres.START_SECONDS) {
        throw new IOException(
            "its server (process %s) has given no answer for %d s; see postgres.log there"
                .formatted(processes, EmbeddedPostgres.START_SECONDS));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
    }
  }

  /**
   * Without its pid file a server gives up within a minute by itself, and what is left of one that
   * was killed ends when it notices: no new server may start before, so they are asked to hurry.
   */
  private void end(List<Long> processes) throws IOException {
    if (seconds() < SECONDS_WITHOUT_FILE || seconds() == lastAsked) {
      return;
    }
    lastAsked = seconds();
    String signal = seconds() < SECONDS_IN_GOOD_ORDER ? "INT" : "QUIT";
    for (long process : processes) {
      try {
        commands.signal(process, signal);
      } catch (IOException e) {
        log.debug("Process {} has ended meanwhile", process, e);
      }
    }
  }

  private boolean answers(int port) throws IOException {
    var properties = new Properties();
    properties.setProperty("user", EmbeddedPostgres.USER);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("socketTimeout", "10");
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), properties);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show data_directory")) {
      // a folder that was renamed meanwhile is another name for the server: Linux knows better
      return row.next()
          && (PostgresFolder.tellsWorkingDirectories()
              || folder.isSameFile(Path.of(row.getString(1))));
    } catch (SQLException e) {
      if (WRONG_PASSWORD.equals(e.getSQLState())) {
        throw new IOException("its server does not take the password in postgres.password", e);
      }
      return false;
    }
  }

  private long seconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
  }
}
