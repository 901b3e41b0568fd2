package com.millyweb.hub.database;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.springframework.util.FileSystemUtils;

/** One real Postgres for the tests of a JVM; a database of its own for whoever asks. */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String url;
  private final HikariDataSource dataSource;

  private TestDatabase(String url, HikariDataSource dataSource) {
    this.url = url;
    this.dataSource = dataSource;
  }

  /** A database with the hub's tables. */
  public static TestDatabase create() {
    TestDatabase database = createEmpty();
    Flyway.configure()
        .dataSource(database.dataSource)
        .locations("classpath:db/migration")
        .load()
        .migrate();
    return database;
  }

  public static TestDatabase createEmpty() {
    EmbeddedPostgres server = Server.INSTANCE;
    String name = "test_" + COUNT.incrementAndGet();
    try (var connection =
            DriverManager.getConnection(server.url(), EmbeddedPostgres.USER, server.password());
        var statement = connection.createStatement()) {
      statement.execute("drop database if exists " + name + " with (force)");
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("Test database could not be made", e);
    }
    String url = server.url().replace("/postgres", "/" + name);
    var source = new HikariDataSource();
    source.setJdbcUrl(url);
    source.setUsername(EmbeddedPostgres.USER);
    source.setPassword(server.password());
    source.setMaximumPoolSize(8);
    // hubs of tests that ended keep none of the server's connections
    source.setMinimumIdle(0);
    source.setIdleTimeout(10_000);
    return new TestDatabase(url, source);
  }

  public HikariDataSource dataSource() {
    return dataSource;
  }

  public String url() {
    return url;
  }

  public String user() {
    return EmbeddedPostgres.USER;
  }

  public String password() {
    return Server.INSTANCE.password();
  }

  @Override
  public void close() {
    dataSource.close();
  }

  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      Path home =
          Path.of("target", "test-postgres-" + ProcessHandle.current().pid()).toAbsolutePath();
      EmbeddedPostgres server = EmbeddedPostgres.start(home);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, home)));
      return server;
    }

    private static void end(EmbeddedPostgres server, Path home) {
      server.close();
      try {
        FileSystemUtils.deleteRecursively(home);
      } catch (IOException e) {
        // the next clean takes it
      }
    }
  }
}
