package com.millyweb.hub.event.history;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.EventIds;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.Subscription;
import com.millyweb.hub.event.postgres.Lane;
import com.millyweb.hub.event.postgres.LaneLocks;
import com.millyweb.hub.event.postgres.SqlArrays;
import com.millyweb.hub.event.postgres.SubscriptionTable;
import com.millyweb.hub.event.postgres.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Replay and dead letters on Postgres. */
public final class PostgresReplay implements Replay {
  private static final String REPLAY = Sql.read("event/replay");
  private static final String RETRY = Sql.read("event/retry");
  private static final String DISCARD = Sql.read("event/discard");
  private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

  private final DataSource dataSource;
  private final SubscriptionTable subscriptions;
  private final Consumer<Set<Integer>> wake;

  public PostgresReplay(
      DataSource dataSource, SubscriptionTable subscriptions, Consumer<Set<Integer>> wake) {
    this.dataSource = dataSource;
    this.subscriptions = subscriptions;
    this.wake = wake;
  }

  @Override
  public long replay(EventFilter filter, @Nullable String group) {
    try {
      List<Subscription> targets =
          subscriptions.refreshed().active().stream()
              .filter(subscription -> group == null || subscription.name().equals(group))
              .toList();
      if (targets.isEmpty() && group != null) {
        throw new IllegalArgumentException("No active subscription has the name '" + group + "'");
      }
      return queue(
          REPLAY,
          targets.stream().filter(Subscription::isOrdered).map(Subscription::id).toList(),
          (connection, statement) -> {
            var arrays = new SqlArrays(connection, statement);
            arrays.set(1, "int4", targets.stream().map(Subscription::id).toArray());
            arrays.set(2, "text", targets.stream().map(t -> t.pattern().regex()).toArray());
            arrays.set(3, "text", targets.stream().map(t -> t.lanes().text()).toArray());
            UUID id = filter.id();
            Instant from = id == null ? filter.from() : EventIds.at(id);
            Instant to = id == null ? filter.to() : EventIds.at(id).plusMillis(1);
            statement.setTimestamp(4, Timestamp.from(from == null ? Instant.EPOCH : from));
            statement.setTimestamp(5, Timestamp.from(to == null ? END_OF_TIME : to));
            twice(statement, 6, id);
            twice(statement, 8, filter.type() == null ? null : filter.type().regex());
            twice(statement, 10, filter.source());
            twice(statement, 12, filter.subject());
          });
    } catch (SQLException e) {
      throw new EventLogUnavailable("Replay failed: " + e.getMessage(), e);
    }
  }

  @Override
  public long retry(DeadFilter filter) {
    try {
      List<Integer> all =
          subscriptions.refreshed().active().stream().map(Subscription::id).toList();
      return queue(RETRY, all, (connection, statement) -> dead(statement, filter));
    } catch (SQLException e) {
      throw new EventLogUnavailable("Retry failed: " + e.getMessage(), e);
    }
  }

  @Override
  public long discard(DeadFilter filter) {
    try {
      List<Integer> all =
          subscriptions.refreshed().active().stream().map(Subscription::id).toList();
      return queue(DISCARD, all, (connection, statement) -> dead(statement, filter));
    } catch (SQLException e) {
      throw new EventLogUnavailable("Discard failed: " + e.getMessage(), e);
    }
  }

  private interface Parameters {
    void set(Connection connection, PreparedStatement statement) throws SQLException;
  }

  private long queue(String sql, List<Integer> locks, Parameters parameters) throws SQLException {
    List<Integer> taken = new ArrayList<>();
    Set<Lane> lanes = new HashSet<>();
    try (Transaction transaction = Transaction.begin(dataSource, true)) {
      Connection connection = transaction.connection();
      LaneLocks.take(connection, locks);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        parameters.set(connection, statement);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            taken.add(rows.getInt(1));
            if (rows.getString(2) != null) {
              lanes.add(new Lane(rows.getInt(1), rows.getString(2)));
            }
          }
        }
      }
      Lane.promote(connection, lanes);
      transaction.commit();
    }
    wake.accept(new HashSet<>(taken));
    return taken.size();
  }

  private static void dead(PreparedStatement statement, DeadFilter filter) throws SQLException {
    statement.setObject(1, filter.id());
    statement.setString(2, filter.group());
    statement.setTimestamp(3, filter.from() == null ? null : Timestamp.from(filter.from()));
    statement.setTimestamp(4, filter.to() == null ? null : Timestamp.from(filter.to()));
  }

  private static void twice(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    statement.setObject(index, value);
    statement.setObject(index + 1, value);
  }
}
