package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.EventIds;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.PendingEvent;
import com.millyweb.hub.event.Subscription;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event whose deliveries have no lane, which is what an idle hub appends: {@code
 * append-one.sql} takes Postgres three fifths of what the statement for a batch takes.
 *
 * @param takers who wants the event
 * @param epoch of the picture that says so
 */
record AppendOne(PendingEvent pending, List<Subscription> takers, long epoch) {
  private static final String SQL = Sql.read("event/append-one");

  /**
   * @return as {@link AppendStatement#execute} does
   */
  @Nullable Set<UUID> execute(Connection connection) throws SQLException {
    NewEvent event = pending.event();
    Integer[] subscriptions = new Integer[takers.size()];
    Long[] delays = new Long[takers.size()];
    for (int i = 0; i < subscriptions.length; i++) {
      subscriptions[i] = takers.get(i).id();
      delays[i] = takers.get(i).delayOf(event).toMillis();
    }
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      var arrays = new SqlArrays(connection, statement);
      statement.setLong(1, epoch);
      statement.setObject(2, pending.id());
      statement.setLong(3, EventIds.millis(pending.id()));
      statement.setString(4, event.source());
      statement.setString(5, event.key());
      statement.setString(6, event.type());
      statement.setString(7, event.subject());
      statement.setLong(8, AppendStatement.timeOf(pending));
      statement.setString(9, event.contentType());
      statement.setBytes(10, event.data());
      statement.setString(11, AppendStatement.traceparentOf(pending));
      statement.setObject(12, pending.cause(), Types.OTHER);
      statement.setObject(13, pending.causeDelivery(), Types.BIGINT);
      statement.setInt(14, pending.hops());
      statement.setObject(15, SqlArrays.micros(event.runAt()), Types.BIGINT);
      arrays.set(16, "int4", subscriptions);
      arrays.set(17, "int8", delays);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        return row.getBoolean(1) ? Set.of() : Set.of(pending.id());
      }
    }
  }
}
