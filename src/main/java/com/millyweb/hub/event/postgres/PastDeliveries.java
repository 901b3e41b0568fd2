package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the past to subscriptions that begin in it, page by page, each one only when nothing
 * else waits for its subscription: what happens now comes first. A page and how far it got are one
 * transaction, so that a hub that dies loses and repeats nothing.
 */
final class PastDeliveries {
  private static final String ESTIMATE = Sql.read("event/past-estimate");
  private static final String OPEN = Sql.read("event/past-open");
  private static final String PAGE = Sql.read("event/past-page");
  private static final int LARGEST = 500;
  private static final int SMALLEST = 4;

  /** So many events are looked at for one that is delivered: a flow may want few of them. */
  private static final int LOOKED_AT = 20;

  /** A page lasts about so long: what happens meanwhile waits no longer. */
  private static final long QUICK_MILLIS = 300;

  private static final long SLOW_MILLIS = 1500;
  private static final int PAGES = 20;

  /** How often it is not looked when there was nothing. */
  private static final int REST = 10;

  private final DataSource dataSource;
  private volatile int rest;

  private record Open(
      int subscription,
      String types,
      OffsetDateTime until,
      OffsetDateTime at,
      UUID id,
      int batch,
      boolean ordered) {}

  PastDeliveries(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** There is something to do. */
  void begin() {
    rest = 0;
  }

  /**
   * Delivers what may be delivered now.
   *
   * @return the subscriptions that got something
   */
  Set<Integer> deliver() throws SQLException {
    if (rest > 0) {
      rest--;
      return Set.of();
    }
    Set<Integer> fed = new HashSet<>();
    if (!isOpen()) {
      rest = REST;
      return fed;
    }
    for (int page = 0; page < PAGES; page++) {
      try (Transaction transaction = Transaction.begin(dataSource, true)) {
        Connection connection = transaction.connection();
        Open open = open(connection);
        if (open == null) {
          break;
        }
        if (open.ordered) {
          LaneLocks.take(connection, List.of(open.subscription));
        }
        List<Lane> lanes = new ArrayList<>();
        if (page(connection, open, lanes) > 0) {
          fed.add(open.subscription);
        }
        Lane.promote(connection, lanes);
        transaction.commit();
      }
    }
    return fed;
  }

  private boolean isOpen() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      try (PreparedStatement statement =
              connection.prepareStatement(
                  "select from subscription_past where done_at is null limit 1");
          ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return false;
        }
      }
      try (PreparedStatement statement = connection.prepareStatement(ESTIMATE)) {
        statement.executeUpdate();
      }
      return true;
    }
  }

  private static @Nullable Open open(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OPEN);
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? new Open(
              row.getInt("subscription"),
              row.getString("types"),
              row.getObject("until", OffsetDateTime.class),
              row.getObject("at", OffsetDateTime.class),
              row.getObject("id", UUID.class),
              batch(row.getInt("batch"), row.getLong("took_ms")),
              !row.getString("order_by").equals("none"))
          : null;
    }
  }

  /** As many as the flow handles in a short time. */
  private static int batch(int before, long tookMillis) {
    if (tookMillis < QUICK_MILLIS) {
      return Math.min(LARGEST, before * 2);
    }
    return tookMillis > SLOW_MILLIS ? Math.max(SMALLEST, before / 2) : before;
  }

  private static int page(Connection connection, Open open, List<Lane> lanes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
      int looked = open.batch * LOOKED_AT;
      statement.setString(1, open.types);
      statement.setObject(2, open.at);
      statement.setObject(3, open.at);
      statement.setObject(4, open.id);
      statement.setObject(5, open.until);
      statement.setInt(6, looked);
      statement.setInt(7, open.batch);
      statement.setInt(8, open.subscription);
      statement.setInt(9, open.batch);
      statement.setInt(10, looked);
      statement.setInt(11, open.batch);
      statement.setInt(12, open.batch);
      statement.setInt(13, open.subscription);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        for (String lane : (String[]) row.getArray(2).getArray()) {
          lanes.add(new Lane(open.subscription, lane));
        }
        return row.getInt(1);
      }
    }
  }
}
