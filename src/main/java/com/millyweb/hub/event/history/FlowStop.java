package com.millyweb.hub.event.history;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.postgres.Lane;
import com.millyweb.hub.event.postgres.LaneLocks;
import com.millyweb.hub.event.postgres.SqlArrays;
import com.millyweb.hub.event.postgres.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stops what a flow still wants to send. What nobody has begun becomes a dead letter, a batch in
 * each transaction, so that no lock is held for long and a hub that dies in between leaves nothing
 * half done.
 */
public final class FlowStop {
  private static final String PAGE = Sql.read("event/stop-page");
  private static final String STOP = Sql.read("event/stop");
  private static final int BATCH = 1_000;

  private final DataSource dataSource;
  private final Consumer<Set<Integer>> wake;

  public FlowStop(DataSource dataSource, Consumer<Set<Integer>> wake) {
    this.dataSource = dataSource;
    this.wake = wake;
  }

  /**
   * @param deliveries how many were stopped
   * @param types the same for each type of event
   * @param begun how many others were under way already
   */
  public record Stopped(long deliveries, Map<String, Long> types, long begun) {}

  private record Found(long id, int subscription, String type, boolean begun, boolean wanted) {}

  /**
   * Stops what is there now; what the flow sends from now on is not stopped.
   *
   * @param flow the name of its subscription
   * @param by who did it, for whoever reads the dead letter
   * @return empty when there is no such subscription
   */
  public Optional<Stopped> stop(String flow, String by) {
    Map<String, Long> types = new TreeMap<>();
    long begun = 0;
    long last = 0;
    try {
      Integer subscription = subscription(flow);
      if (subscription == null) {
        return Optional.empty();
      }
      while (true) {
        List<Found> page = page(last, subscription);
        if (page.isEmpty()) {
          long stopped = types.values().stream().mapToLong(n -> n).sum();
          return Optional.of(new Stopped(stopped, types, begun));
        }
        last = page.get(page.size() - 1).id();
        List<Found> wanted = page.stream().filter(Found::wanted).toList();
        Set<Long> ended = end(wanted.stream().filter(found -> !found.begun()).toList(), by);
        for (Found found : wanted) {
          if (ended.contains(found.id())) {
            types.merge(found.type(), 1L, Long::sum);
          } else {
            begun++;
          }
        }
      }
    } catch (SQLException e) {
      throw new EventLogUnavailable("Stop failed: " + e.getMessage(), e);
    }
  }

  private @Nullable Integer subscription(String flow) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select id from subscription where name = ?")) {
      statement.setString(1, flow);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Integer.valueOf(row.getInt(1)) : null;
      }
    }
  }

  private List<Found> page(long after, int subscription) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(PAGE)) {
      statement.setLong(1, after);
      statement.setInt(2, BATCH);
      statement.setInt(3, subscription);
      List<Found> page = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          page.add(
              new Found(
                  row.getLong(1),
                  row.getInt(2),
                  row.getString(3),
                  row.getBoolean(4),
                  row.getBoolean(5)));
        }
      }
      return page;
    }
  }

  /** Returns what nobody had begun in between. */
  private Set<Long> end(List<Found> found, String by) throws SQLException {
    Set<Long> ended = new HashSet<>();
    if (found.isEmpty()) {
      return ended;
    }
    Set<Lane> lanes = new HashSet<>();
    try (Transaction transaction = Transaction.begin(dataSource, true)) {
      Connection connection = transaction.connection();
      LaneLocks.take(connection, found.stream().map(Found::subscription).distinct().toList());
      try (PreparedStatement statement = connection.prepareStatement(STOP)) {
        new SqlArrays(connection, statement)
            .set(1, "int8", found.stream().map(Found::id).toArray());
        statement.setString(2, "stopped by " + by);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            ended.add(row.getLong(1));
            if (row.getString(3) != null) {
              lanes.add(new Lane(row.getInt(2), row.getString(3)));
            }
          }
        }
      }
      Lane.promote(connection, lanes);
      transaction.commit();
    }
    wake.accept(lanes.stream().map(Lane::subscription).collect(Collectors.toSet()));
    return ended;
  }
}
