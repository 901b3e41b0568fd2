package com.millyweb.hub.connect.table;

import com.millyweb.hub.connect.Troubles;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the changes of one database's tables to the log, each once: a change is removed from the
 * outbox when it is stored, and the log knows its key when that did not come about.
 */
final class TableWatch implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(TableWatch.class);
  private static final int HINT_MILLIS = 1_000;
  private static final int LINE_MILLIS = 30_000;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** How soon another hub's place is taken. */
  private static final Duration TURN = Duration.ofSeconds(2);

  private final String name;
  private final DataSource database;
  private final List<String> tables;
  private final Supplier<EventLog> events;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable String trouble = "not connected yet";
  private Duration pause = FIRST;

  TableWatch(String name, DataSource database, List<String> tables, Supplier<EventLog> events) {
    this.name = name;
    this.database = database;
    this.tables = tables;
    this.events = events;
  }

  /** What is wrong; null when changes are brought, by this hub or another. */
  @Nullable String trouble() {
    String now = trouble;
    return now == null ? null : name + ": " + now;
  }

  void stop() {
    stopped.countDown();
  }

  @Override
  public void run() {
    while (stopped.getCount() > 0) {
      try {
        serve();
      } catch (SQLException | NoSuchTable | EventLogUnavailable e) {
        met(Troubles.reason(e), null);
      } catch (RuntimeException e) {
        met(Troubles.reason(e), e);
      }
    }
  }

  /**
   * Says it once, and waits until it is time to try again.
   *
   * @param unexpected what nobody foresaw, for the log; null for what happens
   */
  private void met(String reason, @Nullable RuntimeException unexpected) {
    if (!reason.equals(trouble)) {
      log.warn("Changes of the tables of {} wait: {}", name, reason, unexpected);
    }
    trouble = reason;
    sleep(pause);
    pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
  }

  private void serve() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setNetworkTimeout(Runnable::run, LINE_MILLIS);
      var outbox = new Outbox(connection);
      if (!outbox.lock()) {
        over();
        sleep(TURN);
        return;
      }
      try {
        outbox.install(tables);
        outbox.listen();
        while (stopped.getCount() > 0) {
          boolean more = bring(outbox);
          over();
          if (!more) {
            outbox.await(HINT_MILLIS);
          }
        }
      } finally {
        outbox.release();
      }
    }
  }

  private void over() {
    if (trouble != null) {
      log.info("Changes of the tables {} of {} become events", tables, name);
    }
    trouble = null;
    pause = FIRST;
  }

  /** Whether there may be more. */
  private boolean bring(Outbox outbox) throws SQLException {
    List<RowChange> changes = outbox.take();
    if (changes.isEmpty()) {
      return false;
    }
    List<NewEvent> stored = changes.stream().map(change -> change.event(name)).toList();
    events.get().appendNow(stored, EventLog.PATIENCE);
    outbox.remove(changes);
    return true;
  }

  private void sleep(Duration time) {
    try {
      stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      stopped.countDown();
      Thread.currentThread().interrupt();
    }
  }
}
