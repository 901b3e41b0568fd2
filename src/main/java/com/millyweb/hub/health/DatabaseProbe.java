package com.millyweb.hub.health;

import com.millyweb.hub.event.StoreState;
import com.millyweb.hub.health.probe.HealthProbe;
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
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Asks the database each second on a thread of its own, over a connection of its own, and remembers
 * the answer: whoever wants to know gets it at once, also while the database hangs. A server that
 * dies closes the connection, and the next question knows.
 */
@Component
final class DatabaseProbe implements HealthProbe, SmartLifecycle {
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

  private final DataSource dataSource;
  private final StoreState store;
  private final AtomicReference<@Nullable CompletableFuture<Status>> asked =
      new AtomicReference<>();
  private @Nullable Connection connection;
  private volatile Answer answer = new Answer(Status.unknown("Not asked yet"), System.nanoTime());
  private volatile @Nullable ScheduledExecutorService asking;

  DatabaseProbe(DataSource dataSource, StoreState store) {
    this.dataSource = dataSource;
    this.store = store;
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
    return last.status;
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
    var thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var daemon = new Thread(work, "health-database");
              daemon.setDaemon(true);
              return daemon;
            });
    asking = thread;
    thread.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
  }

  @Override
  public void stop() {
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
