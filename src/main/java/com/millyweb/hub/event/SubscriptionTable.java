package com.millyweb.hub.event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions, kept in memory for matching; the epoch in the database says when to look
 * again.
 */
final class SubscriptionTable implements Subscriptions {
  private static final Logger log = LoggerFactory.getLogger(SubscriptionTable.class);

  /** Types come from outside: their memory is bounded. */
  private static final int MAX_TYPES = 10_000;

  private final DataSource dataSource;
  private volatile Snapshot snapshot = new Snapshot(-1, List.of());

  SubscriptionTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The subscriptions at one epoch. */
  static final class Snapshot {
    private final long epoch;
    private final List<Subscription> active;
    private final Map<String, List<Subscription>> byType = new ConcurrentHashMap<>();

    Snapshot(long epoch, List<Subscription> active) {
      this.epoch = epoch;
      this.active = active;
    }

    long epoch() {
      return epoch;
    }

    List<Subscription> active() {
      return active;
    }

    String name(int id) {
      return active.stream()
          .filter(subscription -> subscription.id() == id)
          .map(Subscription::name)
          .findFirst()
          .orElse("#" + id);
    }

    List<Subscription> wanting(String type) {
      List<Subscription> known = byType.get(type);
      if (known != null) {
        return known;
      }
      List<Subscription> found =
          active.stream().filter(subscription -> subscription.pattern().matches(type)).toList();
      if (byType.size() < MAX_TYPES) {
        byType.put(type, found);
      }
      return found;
    }
  }

  Snapshot current() throws SQLException {
    Snapshot known = snapshot;
    return known.epoch() < 0 ? refreshed() : known;
  }

  Snapshot refreshed() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                select epoch, id, name, pattern, order_by
                from subscription_epoch left join subscription on state = 'active'
                """);
        ResultSet rows = statement.executeQuery()) {
      long epoch = 0;
      List<Subscription> active = new ArrayList<>();
      while (rows.next()) {
        epoch = rows.getLong(1);
        if (rows.getString(3) != null) {
          active.add(
              new Subscription(
                  rows.getInt(2),
                  rows.getString(3),
                  TypePattern.of(rows.getString(4)),
                  OrderBy.valueOf(rows.getString(5)),
                  true));
        }
      }
      Snapshot fresh = new Snapshot(epoch, List.copyOf(active));
      snapshot = fresh;
      return fresh;
    }
  }

  /** Makes the subscription durable, or brings it up to date; a parked one becomes active again. */
  int activate(SubscriptionSpec spec) throws SQLException {
    int id;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                insert into subscription (name, pattern, order_by, file) values (?, ?, ?, ?)
                on conflict (name) do update
                  set pattern = excluded.pattern, order_by = excluded.order_by, file = excluded.file,
                      state = 'active', changed_at = now()
                returning id
                """)) {
      Integer unchanged = unchanged(connection, spec);
      if (unchanged != null) {
        return unchanged;
      }
      statement.setString(1, spec.group());
      statement.setString(2, spec.pattern().text());
      statement.setString(3, spec.orderBy().name());
      statement.setString(4, spec.file());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        id = row.getInt(1);
      }
    }
    refreshed();
    return id;
  }

  private static @Nullable Integer unchanged(Connection connection, SubscriptionSpec spec)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select id from subscription
            where name = ? and pattern = ? and order_by = ? and file is not distinct from ? and state = 'active'
            """)) {
      statement.setString(1, spec.group());
      statement.setString(2, spec.pattern().text());
      statement.setString(3, spec.orderBy().name());
      statement.setString(4, spec.file());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getInt(1) : null;
      }
    }
  }

  @Override
  public void retain(Set<String> files) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                update subscription set state = 'parked', changed_at = now()
                where state = 'active' and file is not null and not file = any (?)
                returning name
                """)) {
      statement.setArray(1, connection.createArrayOf("text", files.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          log.info("Subscription {} is parked: its route file is gone", rows.getString(1));
        }
      }
      refreshed();
    } catch (SQLException e) {
      throw new EventLogUnavailable("Subscriptions could not be parked: " + e.getMessage(), e);
    }
  }
}
