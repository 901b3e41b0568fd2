package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.Subscription;
import com.millyweb.hub.event.SubscriptionSpec;
import com.millyweb.hub.event.TypePattern;
import com.millyweb.hub.event.pacing.Collect;
import com.millyweb.hub.event.pacing.LaneKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What {@link SubscriptionTable} asks and tells the database, on a connection of the caller. */
record SubscriptionStatements(Connection connection) {
  private static final String ACTIVATE = Sql.read("event/activate");
  private static final String ATTEND = Sql.read("event/attend");
  private static final String PARK = Sql.read("event/park");
  private static final String PARK_UNATTENDED = Sql.read("event/park-unattended");
  private static final String MENDED = Sql.read("event/mended");

  SubscriptionTable.Snapshot snapshot() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                """
                select epoch, id, name, pattern, order_by, collect_ms, collect_max
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
                  new LaneKey(rows.getString(5)),
                  window(rows),
                  rows.getInt(7),
                  true));
        }
      }
      return new SubscriptionTable.Snapshot(epoch, List.copyOf(active));
    }
  }

  private static @Nullable Duration window(ResultSet row) throws SQLException {
    Long millis = row.getObject(6, Long.class);
    return millis == null ? null : Duration.ofMillis(millis);
  }

  /**
   * @param made whether it had not been there before
   */
  record Activated(int id, boolean made) {}

  Activated activate(SubscriptionSpec spec) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ACTIVATE)) {
      bind(statement, spec);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Activated(row.getInt(1), row.getBoolean(2));
      }
    }
  }

  /** The subscription's id when it is active and has just these options. */
  @Nullable Integer unchanged(SubscriptionSpec spec) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select id from subscription
            where name = ? and pattern = ? and order_by = ? and collect_ms is not distinct from ?
              and collect_max is not distinct from ? and file is not distinct from ? and state = 'active'
            """)) {
      bind(statement, spec);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getInt(1) : null;
      }
    }
  }

  void attend(UUID hub, Collection<Integer> ids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ATTEND)) {
      Array all = connection.createArrayOf("int4", ids.toArray());
      statement.setObject(1, hub);
      statement.setArray(2, all);
      statement.setArray(3, all);
      statement.executeUpdate();
    }
  }

  /** Returns whether any of these was parked; all of them are active then. */
  boolean unpark(Collection<Integer> ids) throws SQLException {
    Array all = connection.createArrayOf("int4", ids.toArray());
    // the trigger counts statements, not rows: asked first
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select exists (select from subscription where id = any (?) and state = 'parked')")) {
      statement.setArray(1, all);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (!row.getBoolean(1)) {
          return false;
        }
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update subscription set state = 'active', changed_at = now() where id = any (?) and state = 'parked'")) {
      statement.setArray(1, all);
      statement.executeUpdate();
    }
    return true;
  }

  void leave(UUID hub, int id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "delete from subscription_hub where hub = ? and (subscription = ? or seen_at < now() - interval '1 day')")) {
      statement.setObject(1, hub);
      statement.setInt(2, id);
      statement.executeUpdate();
    }
  }

  /**
   * Parks the subscriptions of a file, or the one of a name.
   *
   * @param except a hub that may run them nevertheless; null for none
   * @return the names of those that are parked now and were not
   */
  List<String> park(@Nullable String file, @Nullable String name, @Nullable UUID except)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PARK)) {
      statement.setString(1, file);
      statement.setString(2, name);
      statement.setObject(3, except);
      return names(statement);
    }
  }

  List<String> parkUnattended(Duration since) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PARK_UNATTENDED)) {
      statement.setLong(1, since.toMillis());
      return names(statement);
    }
  }

  List<String> activeOf(String file) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select name from subscription where file = ? and state = 'active'")) {
      statement.setString(1, file);
      return names(statement);
    }
  }

  /** Lets what waits for its next attempt have it now; returns the subscriptions of those. */
  Set<Integer> mended(String file) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(MENDED)) {
      statement.setString(1, file);
      Set<Integer> due = new HashSet<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          due.add(rows.getInt(1));
        }
      }
      return due;
    }
  }

  private static void bind(PreparedStatement statement, SubscriptionSpec spec) throws SQLException {
    statement.setString(1, spec.group());
    statement.setString(2, spec.pattern().text());
    statement.setString(3, spec.lanes().text());
    Collect collect = spec.pacing().collect();
    statement.setObject(4, collect == null ? null : collect.window().toMillis(), Types.BIGINT);
    statement.setObject(5, collect == null ? null : collect.most(), Types.INTEGER);
    statement.setString(6, spec.file());
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
