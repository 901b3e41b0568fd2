package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.EventIds;
import com.millyweb.hub.event.PendingEvent;
import com.millyweb.hub.event.Transport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Frees deliveries whose lease ran out, in one transaction with the events of those that died. */
final class ReapStatement {
  private static final String REAP = Sql.read("event/reap");
  private static final int DEAD = 3;

  private final DeadLetters deadLetters;

  ReapStatement(EventIds ids) {
    this.deadLetters = new DeadLetters(ids);
  }

  /**
   * @return null when the subscriptions have changed, and the caller must try again
   */
  Transport.@Nullable Reaped execute(DataSource dataSource, SubscriptionTable.Snapshot snapshot)
      throws SQLException {
    Found found = new Found();
    try (Transaction transaction = Transaction.begin(dataSource, true)) {
      Connection connection = transaction.connection();
      free(connection, found);
      if (!found.effects.isEmpty()) {
        var append = new AppendStatement(found.effects, snapshot);
        LaneLocks.take(connection, append.orderedSubscriptions());
        if (append.execute(connection) == null) {
          return null;
        }
        found.wake.addAll(append.takers());
      }
      LaneLocks.take(connection, found.moved.stream().map(Lane::subscription).toList());
      new CollectStatements(connection).promote(found.moved, snapshot);
      transaction.commit();
    }
    return new Transport.Reaped(found.freed, found.dead, found.wake);
  }

  private static final class Found {
    private final Set<Integer> wake = new HashSet<>();
    private final List<PendingEvent> effects = new ArrayList<>();
    private final Set<Lane> moved = new HashSet<>();
    private final List<Long> buried = new ArrayList<>();
    private int freed;
    private int dead;
  }

  private void free(Connection connection, Found found) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REAP)) {
      statement.setInt(1, PostgresTransport.LOST_IS_POISON);
      statement.setInt(2, PostgresTransport.LOST_IS_POISON);
      statement.setInt(3, PostgresTransport.LOST_IS_POISON);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.freed++;
          found.wake.add(rows.getInt("subscription"));
          if (rows.getInt("state") == DEAD) {
            bury(connection, rows, found);
          }
        }
      }
    }
    new CollectStatements(connection).dead(found.buried);
  }

  private void bury(Connection connection, ResultSet row, Found found) throws SQLException {
    found.dead++;
    found.buried.add(row.getLong("id"));
    PendingEvent notice =
        deadLetters.event(
            connection,
            row.getString("name"),
            row.getLong("id"),
            row.getObject("event_id", UUID.class),
            "poison",
            "Its lease ran out %d times without a word".formatted(row.getInt("lost")),
            row.getInt("claims"));
    if (notice != null) {
      found.effects.add(notice);
    }
    String lane = row.getString("lane");
    if (lane != null) {
      found.moved.add(new Lane(row.getInt("subscription"), lane));
    }
  }
}
