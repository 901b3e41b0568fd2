package com.millyweb.hub.health;

import com.millyweb.hub.HealthProbe;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Asks the database each second on a thread of its own, and remembers the answer: whoever wants to
 * know gets it at once, also while the database hangs.
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

  private final DataSource dataSource;
  private volatile Answer answer = new Answer(Status.unknown("Not asked yet"), System.nanoTime());
  private volatile @Nullable ScheduledExecutorService asking;

  DatabaseProbe(DataSource dataSource) {
    this.dataSource = dataSource;
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

  private void ask() {
    Status status;
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, READ_TIMEOUT_MILLIS);
      try (ResultSet row =
          statement.executeQuery("select current_setting('transaction_read_only')")) {
        row.next();
        status =
            row.getString(1).equals("off") ? Status.up() : Status.down("The database is read-only");
      }
    } catch (SQLException | RuntimeException e) {
      status = Status.down(String.valueOf(e.getMessage()));
    }
    answer = new Answer(status, System.nanoTime());
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
    thread.scheduleWithFixedDelay(this::ask, 0, 1, TimeUnit.SECONDS);
  }

  @Override
  public void stop() {
    var thread = asking;
    asking = null;
    if (thread != null) {
      thread.shutdownNow();
    }
  }

  @Override
  public boolean isRunning() {
    return asking != null;
  }

  private record Answer(Status status, long nanoTime) {}
}
