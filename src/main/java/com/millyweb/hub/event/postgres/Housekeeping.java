package com.millyweb.hub.event.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the partitions of the days ahead, drops those that are older than the retention, and
 * forgets old delivery keys. An event that is still on its way outlives its partition: it moves to
 * the default one.
 */
public final class Housekeeping {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final int DAYS_AHEAD = 3;

  /** Several hubs may share the database; one of them keeps house at a time. */
  private static final long LOCK = 0x4875_6220_686f_7573L;

  private final DataSource dataSource;
  private final Clock clock;
  private final Duration retention;
  private final Duration dedupe;
  private final Duration traces;

  private enum Partitioned {
    event,
    delivery_history,
    attempt,
    trace
  }

  /**
   * @param retention of events, finished deliveries and attempts
   * @param traces how long traces are kept
   */
  public Housekeeping(
      DataSource dataSource, Clock clock, Duration retention, Duration dedupe, Duration traces) {
    this.dataSource = dataSource;
    this.clock = clock;
    this.retention = retention;
    this.dedupe = dedupe;
    this.traces = traces;
  }

  public void run() throws SQLException {
    try (Transaction transaction = Transaction.begin(dataSource, true)) {
      Connection connection = transaction.connection();
      if (!lock(connection)) {
        return;
      }
      LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
      for (Partitioned table : Partitioned.values()) {
        Set<String> existing = partitions(connection, table);
        for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
          create(connection, table, today.plusDays(ahead), existing);
        }
        Duration kept = table == Partitioned.trace ? traces : retention;
        LocalDate oldest = LocalDate.ofInstant(clock.instant().minus(kept), ZoneOffset.UTC);
        for (String partition : existing) {
          if (day(partition).isBefore(oldest)) {
            drop(connection, table, partition);
          }
        }
      }
      forget(connection);
      transaction.commit();
    }
  }

  private static boolean lock(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
      statement.setLong(1, LOCK);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static Set<String> partitions(Connection connection, Partitioned table)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = ?::regclass and c.relname ~ '_[0-9]{8}$'
            """)) {
      statement.setString(1, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        Set<String> names = new HashSet<>();
        while (rows.next()) {
          names.add(rows.getString(1));
        }
        return names;
      }
    }
  }

  private static void create(
      Connection connection, Partitioned table, LocalDate day, Set<String> existing)
      throws SQLException {
    String name = table + "_" + DAY.format(day);
    if (existing.contains(name)) {
      return;
    }
    // a row of that day in the default partition forbids it: the default one then serves that day
    var savepoint = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create table %s partition of %s for values from ('%s 00:00:00+00') to ('%s 00:00:00+00')"
              .formatted(name, table, day, day.plusDays(1)));
    } catch (SQLException e) {
      connection.rollback(savepoint);
      log.debug("Partition {} was not made: {}", name, e.getMessage());
    }
  }

  private static LocalDate day(String partition) {
    return LocalDate.parse(partition.substring(partition.length() - 8), DAY);
  }

  private static void drop(Connection connection, Partitioned table, String partition)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      List<String> steps = new ArrayList<>();
      if (table == Partitioned.event) {
        steps.add(
            "create temporary table kept on commit drop as select e.* from %s e where exists (select from delivery d where d.event_id = e.id)"
                .formatted(partition));
      }
      steps.add("drop table " + partition);
      if (table == Partitioned.event) {
        steps.add("insert into event select * from kept");
        steps.add("drop table kept");
      }
      for (String step : steps) {
        statement.execute(step);
      }
    }
    log.info("Dropped {}: older than the retention", partition);
  }

  private void forget(Connection connection) throws SQLException {
    Instant oldest = clock.instant().minus(retention);
    delete(
        connection,
        // what a flow sent and is still to come can be taken back under its key
        """
        delete from dedupe k where at < ?
          and (source <> 'hub' or not exists (select from delivery d where d.event_id = k.event_id))
        """,
        clock.instant().minus(dedupe));
    delete(
        connection,
        """
        delete from event_default e where at < ?
          and not exists (select from delivery d where d.event_id = e.id)
        """,
        oldest);
    try (Statement statement = connection.createStatement()) {
      statement.execute("delete from passed where until < now()");
    }
    delete(connection, "delete from delivery_history_default where ended_at < ?", oldest);
    delete(connection, "delete from attempt_default where ended_at < ?", oldest);
    delete(
        connection,
        "delete from trace_default where started_at < ?",
        clock.instant().minus(traces));
  }

  private static void delete(Connection connection, String sql, Instant before)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setTimestamp(1, Timestamp.from(before));
      statement.executeUpdate();
    }
  }
}
