package com.millyweb.hub.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The Postgres that a hub has in its home, seen from outside. */
public record HomePostgres(Path home) {
  public static final String USER = "postgres";

  public String url() {
    return "jdbc:postgresql://127.0.0.1:%s/postgres?connectTimeout=3".formatted(pidFile().get(3));
  }

  public String password() {
    try {
      return Files.readString(home.resolve("postgres.password")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JdbcClient sql() {
    return JdbcClient.create(new DriverManagerDataSource(url(), USER, password()));
  }

  public long number(String query) {
    return sql().sql(query).query(Long.class).single();
  }

  /** Dies as in a power cut, but for the disk's own cache. */
  public void stopImmediately() {
    control("stop", "-m", "immediate", "-w", "-t", "30");
  }

  /** {@code kill -9} of the server itself; its children notice and follow. */
  public void kill() {
    ProcessHandle.of(Long.parseLong(pidFile().get(0).strip())).orElseThrow().destroyForcibly();
  }

  /** Starts with the options it had before. */
  public void startAgain() {
    control("restart", "-w", "-t", "60", "-l", home.resolve("postgres.log").toString());
  }

  /** Whatever state it is in. */
  public void stopIfThere() {
    if (Files.exists(data().resolve("postmaster.pid"))) {
      try {
        stopImmediately();
      } catch (IllegalStateException e) {
        // a pid file without its server
      }
    }
  }

  /** Cuts connections of hubs; of none while the server is down. */
  public int cutConnections(int most) {
    try (Connection connection = DriverManager.getConnection(url(), USER, password());
        var statement =
            connection.prepareStatement(
                """
                select count(pg_terminate_backend(pid))
                from (select pid from pg_stat_activity where application_name = 'hub' order by random() limit ?) as hubs
                """)) {
      statement.setInt(1, most);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    } catch (SQLException e) {
      return 0;
    }
  }

  private Path data() {
    return home.resolve("postgres");
  }

  private List<String> pidFile() {
    try {
      return Files.readAllLines(data().resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void control(String action, String... options) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(home.resolve("postgres-binaries/bin/pg_ctl").toString());
    command.addAll(List.of(action, "-D", data().toString()));
    command.addAll(List.of(options));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(home.resolve("postgres.log").toFile()))
              .start();
      if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "%s failed, see %s".formatted(command, home.resolve("postgres.log")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + command, e);
    }
  }
}
