package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.OrderBy;
import com.millyweb.hub.event.Subscription;
import com.millyweb.hub.event.SubscriptionSpec;
import com.millyweb.hub.event.Subscriptions;
import com.millyweb.hub.event.TypePattern;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions, kept in memory for matching; the epoch in the database says when to look
 * again.
 */
public final class SubscriptionTable implements Subscriptions {
  private static final Logger log = LoggerFactory.getLogger(SubscriptionTable.class);

  /** Types come from outside: their memory is bounded. */
  private static final int MAX_TYPES = 10_000;

  private static final String ATTEND = Sql.read("event/attend");
  private static final String PARK = Sql.read("event/park");
  private static final String PARK_UNATTENDED = Sql.read("event/park-unattended");
  private static final String MENDED = Sql.read("event/mended");

  private final DataSource dataSource;

  /** This life of this hub. */
  private final UUID hub = UUID.randomUUID();

  private volatile Consumer<Set<Integer>> wake = due -> {};
  private volatile Snapshot snapshot = new Snapshot(-1, List.of());

  public SubscriptionTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The subscriptions at one epoch. */
  public static final class Snapshot {
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

    public List<Subscription> active() {
      return active;
    }

    public String name(int id) {
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

  public Snapshot refreshed() throws SQLException {
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
  public int activate(SubscriptionSpec spec) throws SQLException {
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
        attend(List.of(unchanged));
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
    attend(List.of(id));
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

  /**
   * This hub runs the routes of these; a subscription that somebody parked meanwhile is active
   * again.
   */
  public void attend(Collection<Integer> ids) throws SQLException {
    boolean parked = false;
    try (Connection connection = dataSource.getConnection()) {
      Array all = connection.createArrayOf("int4", ids.toArray());
      try (PreparedStatement statement = connection.prepareStatement(ATTEND)) {
        statement.setObject(1, hub);
        statement.setArray(2, all);
        statement.setArray(3, all);
        statement.executeUpdate();
      }
      // the trigger counts statements, not rows: asked first
      try (PreparedStatement statement =
          connection.prepareStatement(
              "select exists (select from subscription where id = any (?) and state = 'parked')")) {
        statement.setArray(1, all);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          parked = row.getBoolean(1);
        }
      }
      if (parked) {
        try (PreparedStatement statement =
            connection.prepareStatement(
                "update subscription set state = 'active', changed_at = now() where id = any (?) and state = 'parked'")) {
          statement.setArray(1, all);
          statement.executeUpdate();
        }
      }
    }
    if (parked) {
      refreshed();
    }
  }

  /** This hub runs that route no more. */
  public void leave(int id) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "delete from subscription_hub where hub = ? and (subscription = ? or seen_at < now() - interval '1 day')")) {
      statement.setObject(1, hub);
      statement.setInt(2, id);
      statement.executeUpdate();
    } catch (SQLException e) {
      log.debug("The database was not told that this hub left a subscription", e);
    }
  }

  @Override
  public boolean park(String file) {
    try (Connection connection = dataSource.getConnection()) {
      try (PreparedStatement statement = connection.prepareStatement(PARK)) {
        statement.setString(1, file);
        statement.setString(2, null);
        statement.setObject(3, hub);
        for (String name : names(statement)) {
          log.info("Subscription {} is parked: its route file {} is gone", name, file);
        }
      }
      refreshed();
      try (PreparedStatement statement =
          connection.prepareStatement(
              "select name from subscription where file = ? and state = 'active'")) {
        statement.setString(1, file);
        return names(statement).isEmpty();
      }
    } catch (SQLException e) {
      throw new EventLogUnavailable("Subscriptions could not be parked: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean parkByHand(String name) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(PARK)) {
      statement.setString(1, null);
      statement.setString(2, name);
      statement.setObject(3, null);
      boolean parked = !names(statement).isEmpty();
      refreshed();
      return parked;
    } catch (SQLException e) {
      throw new EventLogUnavailable("Subscription could not be parked: " + e.getMessage(), e);
    }
  }

  /** Parks what no hub has run for so long. */
  public void parkUnattended(Duration since) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      try (PreparedStatement statement = connection.prepareStatement(PARK_UNATTENDED)) {
        statement.setLong(1, since.toMillis());
        for (String name : names(statement)) {
          log.warn(
              "Subscription {} is parked: no hub has run its route for {} (hub.event.unattended)",
              name,
              since);
        }
      }
    }
    refreshed();
  }

  @Override
  public void mended(String file) {
    Set<Integer> due = new HashSet<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(MENDED)) {
      statement.setString(1, file);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          due.add(rows.getInt(1));
        }
      }
    } catch (SQLException e) {
      throw new EventLogUnavailable("Deliveries could not be woken: " + e.getMessage(), e);
    }
    wake.accept(due);
  }

  /** Whom to tell of subscriptions that have work. */
  public void onWork(Consumer<Set<Integer>> wake) {
    this.wake = wake;
  }

  private static List<String> names(PreparedStatement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
