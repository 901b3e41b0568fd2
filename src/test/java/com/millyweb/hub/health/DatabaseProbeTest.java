package com.millyweb.hub.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.HealthProbe.Level;
import com.millyweb.hub.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that answers, refuses and hangs. */
class DatabaseProbeTest {
  private final TestDatabase database = TestDatabase.createEmpty();
  private final CountDownLatch resumed = new CountDownLatch(1);
  private volatile boolean hangs;
  private final DatabaseProbe probe =
      new DatabaseProbe(
          new DelegatingDataSource(database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
              if (hangs) {
                try {
                  resumed.await();
                } catch (InterruptedException e) {
                  throw new SQLException("Interrupted", e);
                }
              }
              return super.getConnection();
            }
          });

  @AfterEach
  void close() {
    probe.stop();
    database.close();
  }

  @Test
  void answer_comes_at_once_while_the_database_hangs() {
    probe.start();
    await().until(() -> probe.probe().level() == Level.UP);
    hangs = true;
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> {
              long start = System.nanoTime();
              assertThat(probe.probe().level()).isEqualTo(Level.DOWN);
              assertThat(Duration.ofNanos(System.nanoTime() - start))
                  .isLessThan(Duration.ofMillis(50));
            });
    assertThat(probe.probe().detail()).contains("No answer for");
    hangs = false;
    resumed.countDown();
    await().until(() -> probe.probe().level() == Level.UP);
  }

  @Test
  void read_only_database_can_not_take_events() throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$");
    }
    database.dataSource().getHikariPoolMXBean().softEvictConnections();
    probe.start();
    await().until(() -> probe.probe().level() == Level.DOWN);
    assertThat(probe.probe().detail()).isEqualTo("The database is read-only");
  }
}
