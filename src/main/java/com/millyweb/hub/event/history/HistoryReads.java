package com.millyweb.hub.event.history;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs what people look at beside what the hub works on: few connections, read-only, and for a
 * bounded time, because an old snapshot keeps the queue's dead rows from being vacuumed.
 */
@Component
final class HistoryReads {
  private static final int CONNECTIONS = 4;
  private static final int WAIT_SECONDS = 3;

  private final JdbcClient jdbc;
  private final TransactionTemplate readOnly;
  private final Semaphore slots = new Semaphore(CONNECTIONS, true);

  HistoryReads(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    readOnly = new TransactionTemplate(transactions);
    readOnly.setReadOnly(true);
  }

  /**
   * @throws QueryTimeoutException when it took longer than 5 s, or had no turn within 3 s
   */
  <T> T read(Function<JdbcClient, T> query) {
    try {
      if (!slots.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new QueryTimeoutException(
            "All %d readers were busy for %d s".formatted(CONNECTIONS, WAIT_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueryTimeoutException("Interrupted while waiting for a reader", e);
    }
    try {
      return readOnly.execute(
          status -> {
            jdbc.sql("set local statement_timeout = '5s'").update();
            return query.apply(jdbc);
          });
    } finally {
      slots.release();
    }
  }
}
