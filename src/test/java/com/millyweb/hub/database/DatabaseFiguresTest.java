package com.millyweb.hub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.database.DatabaseFigures.Open;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseFiguresTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SLOW = Duration.ofMillis(20);

  private final TestDatabase database = TestDatabase.createEmpty();

  @AfterEach
  void close() {
    database.close();
  }

  private DatabaseFigures figures() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      return DatabaseFigures.read(connection, PATIENCE);
    }
  }

  @Test
  void quiet_database_has_a_size_and_connections_and_nothing_amiss() throws SQLException {
    DatabaseFigures figures = figures();
    assertThat(figures.bytes()).isGreaterThan(1 << 20);
    assertThat(figures.connections()).isPositive().isLessThan(figures.mostConnections());
    assertThat(figures.oldest()).isNull();
    assertThat(figures.oldestSeconds()).isZero();
    assertThat(figures.amiss(SLOW)).isNull();
  }

  @Test
  void transaction_that_was_left_open_is_named_without_what_it_said() throws SQLException {
    try (Connection left = database.dataSource().getConnection()) {
      left.setAutoCommit(false);
      left.createStatement().execute("select 'canary'");
      await().until(() -> figures().amiss(SLOW) != null);
      assertThat(figures().amiss(SLOW))
          .startsWith("A transaction was left open for ")
          .contains(" of postgres")
          .doesNotContain("canary");
      left.rollback();
    }
    assertThat(figures().amiss(SLOW)).isNull();
  }

  @Test
  void login_without_rights_sees_all_connections_and_what_it_does_itself() throws SQLException {
    try (Connection owner = database.dataSource().getConnection();
        Connection another = database.dataSource().getConnection();
        var statement = owner.createStatement()) {
      String login = "plain_" + System.nanoTime();
      statement.execute("create role %s login password 'plain'".formatted(login));
      try (Connection plain = DriverManager.getConnection(database.url(), login, "plain");
          Connection left = DriverManager.getConnection(database.url(), login, "plain")) {
        assertThat(another.isValid(1)).isTrue();
        assertThat(DatabaseFigures.read(plain, PATIENCE).connections()).isGreaterThanOrEqualTo(4);
        left.setAutoCommit(false);
        left.createStatement().execute("select 1");
        await().until(() -> DatabaseFigures.read(plain, PATIENCE).amiss(SLOW) != null);
        assertThat(DatabaseFigures.read(plain, PATIENCE).amiss(SLOW)).contains(login);
        left.rollback();
      }
      statement.execute("drop role " + login);
    }
  }

  @Test
  void statement_that_runs_for_long_is_told_from_one_that_waits_for_its_client() throws Exception {
    try (Connection busy = database.dataSource().getConnection();
        var statement = busy.createStatement()) {
      var running = new Thread(() -> sleep(statement));
      running.start();
      await().until(() -> figures().amiss(SLOW) != null);
      assertThat(figures().amiss(SLOW)).startsWith("A statement has been running for ");
      statement.cancel();
      running.join();
    }
  }

  private static void sleep(Statement statement) {
    try {
      statement.execute("select pg_sleep(60)");
    } catch (SQLException e) {
      // it is cancelled
    }
  }

  @Test
  void what_is_amiss_is_said_in_words() {
    Duration slow = Duration.ofMinutes(5);
    var open = new Open(17, "shop", "psql", true, Duration.ofSeconds(432));
    assertThat(of(10, open).amiss(slow))
        .isEqualTo("A statement has been running for 7m12s (process 17 of shop, psql)");
    assertThat(of(10, new Open(17, "shop", "", false, Duration.ofSeconds(301))).amiss(slow))
        .isEqualTo("A transaction was left open for 5m1s (process 17 of shop)");
    assertThat(of(10, new Open(17, "shop", "", false, slow)).amiss(slow)).isNull();
    assertThat(of(90, null).amiss(slow)).isNull();
    assertThat(of(91, null).amiss(slow)).isEqualTo("91 of 100 connections are taken");
    assertThat(of(97, open).amiss(slow))
        .contains("running")
        .endsWith("; 97 of 100 connections are taken");
  }

  private static DatabaseFigures of(long connections, @Nullable Open open) {
    return new DatabaseFigures(1, connections, 100, open);
  }
}
