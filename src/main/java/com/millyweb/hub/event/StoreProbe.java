package com.millyweb.hub.event;

import com.millyweb.hub.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers how the newest append ended, and asks the database itself where there is none. */
final class StoreProbe implements StoreState {
  private static final Logger log = LoggerFactory.getLogger(StoreProbe.class);
  private static final String ALONE = Sql.read("event/probe-alone");
  private static final String PROBE = Sql.read("event/probe");

  /** Somebody reads the whole database, which says nothing about the next append. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final int TIMEOUT_MILLIS = 2_000;

  private final DataSource dataSource;
  private final AtomicLong storedAt = new AtomicLong(System.nanoTime());
  private volatile boolean failing;

  StoreProbe(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  void stored() {
    storedAt.set(System.nanoTime());
    failing = false;
  }

  void failed() {
    failing = true;
  }

  @Override
  public boolean isFailing() {
    return failing;
  }

  @Override
  public boolean hasStoredWithin(Duration time) {
    return !failing && System.nanoTime() - storedAt.get() <= time.toNanos();
  }

  @Override
  public void probe() {
    try (Connection connection = dataSource.getConnection()) {
      int timeout = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, TIMEOUT_MILLIS);
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        if (isAlone(statement)) {
          statement.execute(PROBE);
          connection.commit();
          stored();
        }
      } finally {
        if (!connection.isClosed()) {
          connection.rollback();
          connection.setAutoCommit(true);
          connection.setNetworkTimeout(Runnable::run, timeout);
        }
      }
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return;
      }
      failed();
      log.debug("The database could not store a probe", e);
    }
  }

  /** Another hub that asks at this moment will know. */
  private static boolean isAlone(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(ALONE)) {
      return row.next() && row.getBoolean(1);
    }
  }
}
