package com.millyweb.hub.database;

import com.millyweb.hub.process.Ports;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.springframework.util.FileSystemUtils;

/** One real Postgres for the tests of a JVM; a database of its own for whoever asks. */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private final HikariDataSource dataSource;

  private TestDatabase(String name, HikariDataSource dataSource) {
    this.name = name;
    this.dataSource = dataSource;
  }

  /** A database with the hub's tables. */
  public static TestDatabase create() {
    return create(Server.migrated());
  }

  public static TestDatabase createEmpty() {
    return create("template1");
  }

  private static TestDatabase create(String template) {
    String name = "test_" + COUNT.incrementAndGet();
    // copied as files: by its log, as a server does by default, takes three times as long
    Server.execute("create database %s template %s strategy file_copy".formatted(name, template));
    return open(name);
  }

  private static TestDatabase open(String name) {
    var source = new HikariDataSource();
    source.setJdbcUrl(Server.url(name));
    source.setUsername(EmbeddedPostgres.USER);
    source.setPassword(Server.PASSWORD);
    source.setMaximumPoolSize(8);
    // hubs of tests that ended keep none of the server's connections
    source.setMinimumIdle(0);
    source.setIdleTimeout(10_000);
    return new TestDatabase(name, source);
  }

  public HikariDataSource dataSource() {
    return dataSource;
  }

  public String url() {
    return Server.url(name);
  }

  public String user() {
    return EmbeddedPostgres.USER;
  }

  public String password() {
    return Server.PASSWORD;
  }

  /** Also of whoever is still connected: the server looks after each database that is there. */
  @Override
  public void close() {
    dataSource.close();
    Server.execute("drop database if exists " + name + " with (force)");
  }

  /**
   * As the hub starts its own, but for durability: no test cuts the power of this one, and it makes
   * hundreds of databases.
   */
  private static final class Server {
    static final String PASSWORD = "password-of-the-test-server";
    private static final String MIGRATED = "test_migrated";
    private static final int PORT = Ports.free();
    private static final long SECONDS = 120;

    static {
      start();
    }

    static String url(String database) {
      return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(PORT, database);
    }

    static void execute(String sql) {
      try (var connection =
              DriverManager.getConnection(url("postgres"), EmbeddedPostgres.USER, PASSWORD);
          var statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException("The server of the tests refuses: " + sql, e);
      }
    }

    /** The database to copy, which nobody may be connected to. */
    static String migrated() {
      return Migrated.NAME;
    }

    private static final class Migrated {
      static final String NAME = make();

      private static String make() {
        execute("create database " + MIGRATED);
        try (HikariDataSource source = open(MIGRATED).dataSource) {
          Flyway.configure()
              .dataSource(source)
              .locations("classpath:db/migration")
              .load()
              .migrate();
        }
        return MIGRATED;
      }
    }

    private static void start() {
      Path home =
          Path.of("target", "test-postgres-" + ProcessHandle.current().pid()).toAbsolutePath();
      var commands = new PostgresCommands(home);
      try {
        Files.createDirectories(home);
        Path password = Files.writeString(home.resolve("password"), PASSWORD);
        commands.binaries().unpack();
        commands.initdb("postgres", EmbeddedPostgres.USER, password);
        commands.start(
            SECONDS,
            EmbeddedPostgres.options(
                PORT,
                Map.of(
                    "fsync",
                    "off",
                    "full_page_writes",
                    "off",
                    // each round starts a process for each of hundreds of databases
                    "autovacuum_naptime",
                    "10min")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(commands, home)));
    }

    private static void end(PostgresCommands commands, Path home) {
      try {
        commands.stop(SECONDS);
        FileSystemUtils.deleteRecursively(home);
      } catch (IOException e) {
        // the next clean takes it
      }
    }
  }
}
