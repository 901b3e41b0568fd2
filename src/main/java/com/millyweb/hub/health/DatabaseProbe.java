package com.millyweb.hub.health;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.database.DatabaseFigures;
import com.millyweb.hub.database.DatabaseGauges;
import com.millyweb.hub.event.StoreState;
import com.millyweb.hub.health.probe.HealthProbe;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Asks the database each second on a thread of its own, over a connection of its own, and remembers
 * the answer: whoever wants to know gets it at once, also while the database hangs. A server that
 * dies closes the connection, and the next question knows.
 */
@Component
final class DatabaseProbe implements HealthProbe, SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(DatabaseProbe.class);

  /**
   * The pool's own is a minute: a connection that died in silence would hide a database that is
   * back.
   */
  private static final int READ_TIMEOUT_MILLIS = 2_000;

  /** Longer than a busy moment of the pool, shorter than a proxy's patience. */
  private static final Duration STALE = Duration.ofSeconds(4);

  /** Nobody is told older news than this about a database that nothing was stored in lately. */
  private static final Duration FRESH = Duration.ofMillis(250);

  /** Proxies and containers wait for a second or more. */
  private static final Duration PATIENCE = Duration.ofMillis(900);

  /** An idle hub learns of a full disk within this. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** The size of a large database takes Postgres some time; nobody waits for it. */
  private static final Duration FIGURES = Duration.ofSeconds(30);

  private static final Duration FIGURES_PATIENCE = Duration.ofSeconds(10);

  private final DataSource dataSource;
  private final StoreState store;
  private final DatabaseGauges gauges;
  private final Duration slow;
  private final AtomicReference<@Nullable CompletableFuture<Status>> asked =
      new AtomicReference<>();
  private @Nullable Connection connection;
  private volatile Answer answer = new Answer(Status.unknown("Not asked yet"), System.nanoTime());
  private volatile @Nullable ScheduledExecutorService asking;
  private final ScheduledExecutorService counting = thread("health-database-figures");

  @Autowired
  DatabaseProbe(
      DataSource dataSource, StoreState store, MeterRegistry registry, HubProperties properties) {
    this(dataSource, store, registry, properties.db().slow());
  }

  /**
   * @param slow how long a transaction may be open
   */
  DatabaseProbe(DataSource dataSource, StoreState store, MeterRegistry registry, Duration slow) {
    this.dataSource = dataSource;
    this.store = store;
    this.gauges = new DatabaseGauges(registry, "hub");
    this.slow = slow;
  }

  @Override
  public String system() {
    return "database";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(2);
  }

  @Override
  public boolean critical() {
    return true;
  }

  /** Never blocks. */
  @Override
  public Status probe() {
    Answer last = answer;
    Duration age = Duration.ofNanos(System.nanoTime() - last.nanoTime);
    if (age.compareTo(STALE) > 0) {
      return Status.down("No answer for %d s".formatted(age.toSeconds()));
    }
    DatabaseFigures figures = gauges.last();
    String amiss = figures == null ? null : figures.amiss(slow);
    return last.status.level() == Level.UP && amiss != null ? Status.degraded(amiss) : last.status;
  }

  /**
   * Whether an event could be stored at this moment. Asks where nothing tells it, and waits for the
   * answer for less than a second; many who want to know share one question.
   */
  boolean canStore() {
    if (store.isFailing()) {
      return false;
    }
    if (store.hasStoredWithin(FRESH)) {
      return true;
    }
    Answer last = answer;
    if (Duration.ofNanos(System.nanoTime() - last.nanoTime).compareTo(FRESH) <= 0) {
      return last.status.level() == Level.UP;
    }
    try {
      Status status = question().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return status.level() == Level.UP && !store.isFailing();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private CompletableFuture<Status> question() {
    while (true) {
      CompletableFuture<Status> open = asked.get();
      if (open != null) {
        return open;
      }
      ScheduledExecutorService thread = asking;
      if (thread == null) {
        return CompletableFuture.completedFuture(Status.unknown("The hub stops"));
      }
      var mine = new CompletableFuture<Status>();
      if (asked.compareAndSet(null, mine)) {
        thread.execute(
            () -> {
              ask();
              asked.set(null);
              mine.complete(answer.status);
            });
        return mine;
      }
    }
  }

  private void look() {
    ask();
    if (answer.status.level() == Level.UP && (store.isFailing() || !store.hasStoredWithin(IDLE))) {
      store.probe();
    }
  }

  private void count() {
    try (Connection own = dataSource.getConnection()) {
      gauges.show(DatabaseFigures.read(own, FIGURES_PATIENCE));
    } catch (SQLException | RuntimeException e) {
      // whether the database is there is asked each second
      log.debug("The figures of the database could not be read", e);
    }
  }

  private void ask() {
    Status status;
    try {
      if (connection == null) {
        connection = dataSource.getConnection();
        connection.setNetworkTimeout(Runnable::run, READ_TIMEOUT_MILLIS);
      }
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery("select current_setting('transaction_read_only')")) {
        row.next();
        status =
            row.getString(1).equals("off") ? Status.up() : Status.down("The database is read-only");
      }
    } catch (SQLException | RuntimeException e) {
      status = Status.down(String.valueOf(e.getMessage()));
    }
    answer = new Answer(status, System.nanoTime());
    if (status.level() != Level.UP) {
      // also a read-only one: a standby that is promoted closes nothing
      disconnect();
    }
  }

  private void disconnect() {
    Connection broken = connection;
    connection = null;
    if (broken != null) {
      try {
        broken.close();
      } catch (SQLException e) {
        // it is broken
      }
    }
  }

  @Override
  public void start() {
    ScheduledExecutorService thread = thread("health-database");
    asking = thread;
    thread.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
    counting.scheduleWithFixedDelay(this::count, 0, FIGURES.toSeconds(), TimeUnit.SECONDS);
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        work -> {
          var daemon = new Thread(work, name);
          daemon.setDaemon(true);
          return daemon;
        });
  }

  @Override
  public void stop() {
    counting.shutdownNow();
    var thread = asking;
    asking = null;
    if (thread != null) {
      thread.shutdownNow();
      try {
        if (thread.awaitTermination(1, TimeUnit.SECONDS)) {
          disconnect();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return asking != null;
  }

  private record Answer(Status status, long nanoTime) {}
}
