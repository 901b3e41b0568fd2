package com.millyweb.hub.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.database.DatabaseFigures;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.StoreState;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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
  private final Appends idle = new Appends();
  private final DatabaseProbe probe =
      new DatabaseProbe(
          new DelegatingDataSource(database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
              return hanging(super.getConnection());
            }
          },
          idle,
          new SimpleMeterRegistry(),
          Duration.ofSeconds(1));

  /** A connection that gives no answer while the database hangs. */
  private Connection hanging(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (hangs && method.getName().equals("createStatement")) {
                resumed.await();
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

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
  void nobody_waits_for_long_for_a_database_that_hangs() {
    probe.start();
    await().until(probe::canStore);
    hangs = true;
    await().atMost(Duration.ofSeconds(5)).until(() -> !probe.canStore());
    long start = System.nanoTime();
    assertThat(probe.canStore()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    hangs = false;
    resumed.countDown();
    await().until(probe::canStore);
  }

  @Test
  void what_appends_experience_counts_more_than_an_answer() {
    probe.start();
    await().until(probe::canStore);
    idle.failing = true;
    assertThat(probe.canStore()).isFalse();
    await("asked whether it stores again").until(() -> idle.probes > 0 && probe.canStore());
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

  @Test
  void transaction_that_was_left_open_degrades_it_and_events_are_stored() throws SQLException {
    try (Connection left = database.dataSource().getConnection();
        Connection asking = database.dataSource().getConnection()) {
      left.setAutoCommit(false);
      left.createStatement().execute("select 1");
      await().until(() -> DatabaseFigures.read(asking, Duration.ofSeconds(5)).oldestSeconds() > 1);
      probe.start();
      await().until(() -> probe.probe().level() == Level.DEGRADED);
      assertThat(probe.probe().detail()).startsWith("A transaction was left open for ");
      assertThat(probe.canStore()).isTrue();
      left.rollback();
    }
  }

  /** Appends that failed until they are tried again; without any the database itself is asked. */
  private static final class Appends implements StoreState {
    private volatile boolean failing;
    private volatile int probes;

    @Override
    public boolean isFailing() {
      return failing;
    }

    @Override
    public boolean hasStoredWithin(Duration time) {
      return false;
    }

    @Override
    public void probe() {
      probes++;
      failing = false;
    }
  }
}
