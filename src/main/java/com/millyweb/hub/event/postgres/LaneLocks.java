package com.millyweb.hub.event.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/**
 * One advisory lock for each ordered subscription, held to the end of the transaction. Without it
 * an append that sees the head of a lane and an end that does not see the append would leave the
 * new delivery blocked for ever.
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
