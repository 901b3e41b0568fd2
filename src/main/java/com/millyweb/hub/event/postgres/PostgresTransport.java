package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.Delivery;
import com.millyweb.hub.event.EventIds;
import com.millyweb.hub.event.Lease;
import com.millyweb.hub.event.Outcome;
import com.millyweb.hub.event.PendingEvent;
import com.millyweb.hub.event.Transport;
import com.millyweb.hub.event.pacing.AtMost;
import com.millyweb.hub.event.pacing.Cancel;
import com.millyweb.hub.event.pacing.Collect;
import com.millyweb.hub.event.pacing.Pacing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The log on Postgres. The head of {@code V1__event.sql} tells its rules. */
public final class PostgresTransport implements Transport {
  /** A lease that runs out this often without a word makes its delivery a dead letter. */
  static final int LOST_IS_POISON = 4;

  private static final String CLAIM = Sql.read("event/claim");
  private static final String CLAIM_SUSPECT = Sql.read("event/claim-suspect");
  private static final String HEARTBEAT = Sql.read("event/heartbeat");
  private static final String READY = Sql.read("event/ready");

  private final DataSource dataSource;
  private final DataSource appends;
  private final SubscriptionTable subscriptions;
  private final SettleStatements settling;
  private final ReapStatement reaping;

  /**
   * @param appends where events are appended; see {@link AppendConnections}
   */
  public PostgresTransport(
      DataSource dataSource, DataSource appends, SubscriptionTable subscriptions, EventIds ids) {
    this.dataSource = dataSource;
    this.appends = appends;
    this.subscriptions = subscriptions;
    this.settling = new SettleStatements(ids);
    this.reaping = new ReapStatement(ids);
  }

  @Override
  public Stored append(List<PendingEvent> events, Duration patience) throws SQLException {
    SubscriptionTable.Snapshot snapshot = subscriptions.current();
    while (true) {
      var append = new AppendStatement(events, snapshot);
      List<Integer> ordered = append.orderedSubscriptions();
      Set<UUID> duplicates;
      try (Transaction transaction = Transaction.begin(appends, !ordered.isEmpty(), patience)) {
        LaneLocks.take(transaction.connection(), ordered);
        duplicates = append.execute(transaction.connection());
        transaction.commit();
      }
      if (duplicates == null) {
        snapshot = subscriptions.refreshed();
        continue;
      }
      Map<UUID, UUID> firstIds = duplicates.isEmpty() ? Map.of() : firstIds(events, duplicates);
      List<Appended> appended = new ArrayList<>(events.size());
      for (PendingEvent event : events) {
        UUID first = firstIds.get(event.id());
        appended.add(
            duplicates.contains(event.id())
                ? new Appended(first == null ? event.id() : first, true)
                : new Appended(event.id(), false));
      }
      return new Stored(appended, append.takers());
    }
  }

  @Override
  public List<Delivery> claim(
      int subscription, int max, boolean suspects, Duration lease, Pacing pacing)
      throws SQLException {
    try (Transaction transaction = Transaction.begin(dataSource, !pacing.isPlain())) {
      Connection connection = transaction.connection();
      Collect collect = pacing.collect();
      AtMost atMost = pacing.atMost();
      if (collect != null) {
        // what is appended to a lane, or given up in it, is so before or after
        LaneLocks.take(connection, List.of(subscription));
      }
      List<Delivery> claimed = claim(connection, subscription, max, suspects, lease);
      if (collect != null && !claimed.isEmpty()) {
        claimed = new CollectStatements(connection).bind(claimed, collect.most());
      }
      if (atMost != null) {
        claimed = new QuotaStatements(connection).limit(claimed, atMost);
      }
      transaction.commit();
      return claimed;
    }
  }

  private static List<Delivery> claim(
      Connection connection, int subscription, int max, boolean suspects, Duration lease)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(suspects ? CLAIM_SUSPECT : CLAIM)) {
      statement.setInt(1, subscription);
      statement.setInt(2, subscription);
      statement.setInt(3, max);
      statement.setLong(4, lease.toMillis());
      try (ResultSet rows = statement.executeQuery()) {
        List<Delivery> claimed = new ArrayList<>();
        while (rows.next()) {
          claimed.add(
              new Delivery(
                  rows.getLong("delivery"),
                  rows.getLong("token"),
                  subscription,
                  rows.getString("lane"),
                  rows.getInt("claims"),
                  rows.getInt("failures"),
                  EventRow.read(rows)));
        }
        return claimed;
      }
    }
  }

  @Override
  public Set<Lease> heartbeat(Collection<Lease> leases, Duration lease) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(HEARTBEAT)) {
      var arrays = new SqlArrays(connection, statement);
      statement.setLong(1, lease.toMillis());
      arrays.set(2, "int8", leases.stream().map(Lease::delivery).toArray());
      arrays.set(3, "int8", leases.stream().map(Lease::token).toArray());
      return leases(statement);
    }
  }

  @Override
  public Settled settle(List<Outcome> outcomes) throws SQLException {
    SubscriptionTable.Snapshot snapshot = subscriptions.current();
    while (true) {
      Settled settled = settling.execute(dataSource, outcomes, snapshot);
      if (settled != null) {
        return settled;
      }
      snapshot = subscriptions.refreshed();
    }
  }

  @Override
  public Set<Integer> cancel(List<Cancel> cancels) throws SQLException {
    SubscriptionTable.Snapshot snapshot = subscriptions.current();
    Set<Lane> moved = new HashSet<>();
    try (Transaction transaction = Transaction.begin(dataSource, true)) {
      Connection connection = transaction.connection();
      var statements = new CancelStatements(connection);
      Set<Integer> locked = statements.ordered(cancels);
      LaneLocks.take(connection, locked);
      statements.cancel(cancels, locked, moved);
      new CollectStatements(connection).promote(moved, snapshot);
      transaction.commit();
    }
    return moved.stream().map(Lane::subscription).collect(Collectors.toSet());
  }

  @Override
  public Reaped reap() throws SQLException {
    SubscriptionTable.Snapshot snapshot = subscriptions.current();
    while (true) {
      Reaped reaped = reaping.execute(dataSource, snapshot);
      if (reaped != null) {
        return reaped;
      }
      snapshot = subscriptions.refreshed();
    }
  }

  @Override
  public Ready ready(Collection<Integer> ids) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(READY)) {
      new SqlArrays(connection, statement).set(1, "int4", ids.toArray());
      try (ResultSet rows = statement.executeQuery()) {
        Set<Integer> ready = new HashSet<>();
        Set<Integer> suspects = new HashSet<>();
        while (rows.next()) {
          ready.add(rows.getInt(1));
          if (rows.getBoolean(2)) {
            suspects.add(rows.getInt(1));
          }
        }
        return new Ready(ready, suspects);
      }
    }
  }

  static Set<Lease> leases(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      Set<Lease> leases = new HashSet<>();
      while (rows.next()) {
        leases.add(new Lease(rows.getLong(1), rows.getLong(2)));
      }
      return leases;
    }
  }

  private Map<UUID, UUID> firstIds(List<PendingEvent> events, Set<UUID> duplicates)
      throws SQLException {
    List<PendingEvent> known =
        events.stream().filter(event -> duplicates.contains(event.id())).toList();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                select a.id, d.event_id
                from unnest(?::uuid[], ?::text[], ?::text[]) as a (id, source, key)
                join dedupe d on d.source = a.source and d.key = a.key
                """)) {
      var arrays = new SqlArrays(connection, statement);
      arrays.set(1, "uuid", known.stream().map(PendingEvent::id).toArray());
      arrays.set(2, "text", known.stream().map(append -> append.event().source()).toArray());
      arrays.set(3, "text", known.stream().map(append -> append.event().key()).toArray());
      try (ResultSet rows = statement.executeQuery()) {
        Map<UUID, @Nullable UUID> first = new HashMap<>();
        while (rows.next()) {
          first.put(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class));
        }
        return first;
      }
    }
  }
}
