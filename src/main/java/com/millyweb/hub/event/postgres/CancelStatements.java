package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.pacing.Cancel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes back what is still to come. */
record CancelStatements(Connection connection) {
  private static final String LANES = Sql.read("event/cancel-lanes");
  private static final String CANCEL = Sql.read("event/cancel");

  /** No page of a past is delivered while something in it is taken back. */
  private static final String HOLD_PAST =
      "select from subscription_past where done_at is null order by subscription for share";

  /** The subscriptions whose lanes may move on; their locks come before {@link #cancel}. */
  Set<Integer> ordered(List<Cancel> cancels) throws SQLException {
    Set<Integer> ordered = new HashSet<>();
    if (cancels.isEmpty()) {
      return ordered;
    }
    try (PreparedStatement statement = connection.prepareStatement(HOLD_PAST)) {
      statement.execute();
    }
    try (PreparedStatement statement = connection.prepareStatement(LANES)) {
      var arrays = new SqlArrays(connection, statement);
      arrays.set(1, "text", cancels.stream().map(Cancel::type).toArray());
      arrays.set(2, "text", cancels.stream().map(Cancel::key).toArray());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ordered.add(rows.getInt(1));
        }
      }
    }
    return ordered;
  }

  /**
   * @param locked the subscriptions whose lane locks this transaction has
   * @param moved gets the lanes whose first delivery may be gone
   * @return how many deliveries were taken back
   */
  int cancel(List<Cancel> cancels, Collection<Integer> locked, Set<Lane> moved)
      throws SQLException {
    int gone = 0;
    try (PreparedStatement statement = connection.prepareStatement(CANCEL)) {
      for (Cancel cancel : cancels) {
        statement.setString(1, cancel.type());
        statement.setString(2, cancel.key());
        new SqlArrays(connection, statement).set(3, "int4", locked.toArray());
        statement.setString(4, "cancelled by " + cancel.by());
        statement.setString(5, "cancelled by " + cancel.by());
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            gone++;
            String lane = rows.getString(2);
            if (lane != null) {
              moved.add(new Lane(rows.getInt(1), lane));
            }
          }
        }
      }
    }
    return gone;
  }
}
