package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** Deliveries of one subscription that come one after the other. */
public record Lane(int subscription, String name) {
  private static final String PROMOTE = Sql.read("event/promote");

  /** Lets the next delivery of each lane wait whose head is gone. */
  public static void promote(Connection connection, Collection<Lane> lanes) throws SQLException {
    if (lanes.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(PROMOTE)) {
      var arrays = new SqlArrays(connection, statement);
      arrays.set(1, "int4", lanes.stream().map(Lane::subscription).toArray());
      arrays.set(2, "text", lanes.stream().map(Lane::name).toArray());
      statement.executeUpdate();
    }
  }
}
