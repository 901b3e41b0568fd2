package com.millyweb.hub.event.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/**
 * One advisory lock for each ordered subscription, held to the end of the transaction.
 *
 * <p>Two transactions meet at a lane: an append asks whether the lane has a delivery, and blocks
 * the new one behind it; an end removes the first delivery and promotes the next one. Neither sees
 * what the other has not committed. Without the lock an append could block its delivery behind one
 * that is ending, while that end finds nothing to promote: the delivery would be blocked for ever.
 *
 * <p>The lock is of the subscription and not of the lane, because an append takes many lanes and
 * their names are unbounded. It is advisory and not a row of subscription, so that it does not wait
 * for those who update that row, and leaves no dead rows behind.
 */
public final class LaneLocks {
  /** Keeps our locks apart from other users of advisory locks in the same database. */
  private static final int SPACE = 0x48756221;

  private LaneLocks() {}

  /** Takes the locks in ascending order, so that no two transactions wait for each other. */
  public static void take(Connection connection, Collection<Integer> subscriptions)
      throws SQLException {
    if (subscriptions.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select pg_advisory_xact_lock(?, id)
            from (select id from unnest(?::int[]) as s (id) order by id) as ordered
            """)) {
      statement.setInt(1, SPACE);
      new SqlArrays(connection, statement).set(2, "int4", subscriptions.toArray());
      statement.execute();
    }
  }
}
