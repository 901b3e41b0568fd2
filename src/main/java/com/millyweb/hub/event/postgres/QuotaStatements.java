package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.Delivery;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.Outcome;
import com.millyweb.hub.event.pacing.AtMost;
import com.millyweb.hub.event.pacing.Quota;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What of a subscription with a limit was done lately, counted where deliveries end. */
record QuotaStatements(Connection connection) {
  private static final String EXCEEDED = Sql.read("event/exceeded");
  private static final String BEHIND = Sql.read("event/filtered-behind");
  private static final String PASSED = Sql.read("event/passed");

  /** The claimed deliveries, each with what it has of the limit. */
  List<Delivery> limit(List<Delivery> claimed, AtMost atMost) throws SQLException {
    if (claimed.isEmpty()) {
      return claimed;
    }
    Set<String> exceeded = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(EXCEEDED)) {
      statement.setInt(1, claimed.get(0).subscription());
      new SqlArrays(connection, statement)
          .set(2, "text", claimed.stream().map(delivery -> key(delivery, atMost)).toArray());
      statement.setLong(3, atMost.period().toMillis());
      statement.setInt(4, atMost.count());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          exceeded.add(rows.getString(1));
        }
      }
    }
    return claimed.stream()
        .map(
            delivery -> {
              String key = key(delivery, atMost);
              String excess = exceeded.contains(key) ? atMost.reason(key) : null;
              return delivery.with(new Quota(atMost, key, excess));
            })
        .toList();
  }

  /** Counts what is done. */
  void passed(List<Outcome.Done> outcomes) throws SQLException {
    List<Delivery> passed =
        outcomes.stream()
            .filter(done -> done.wanted() && done.delivery().quota() != null)
            .map(Outcome.Done::delivery)
            .toList();
    if (passed.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(PASSED)) {
      var arrays = new SqlArrays(connection, statement);
      List<Quota> quotas = passed.stream().map(Delivery::quota).toList();
      arrays.set(1, "int4", passed.stream().map(Delivery::subscription).toArray());
      arrays.set(2, "text", quotas.stream().map(Quota::key).toArray());
      arrays.set(3, "int8", quotas.stream().map(q -> q.atMost().period().toMillis()).toArray());
      statement.executeUpdate();
    }
  }

  /**
   * Ends what waits behind deliveries that exceeded their limit; a list that waits is not complete.
   *
   * @return how many were ended
   */
  int filterBehind(List<Outcome.Done> outcomes) throws SQLException {
    List<Outcome.Done> exceeded =
        outcomes.stream()
            .filter(
                done ->
                    done.reason() != null
                        && done.delivery().lane() != null
                        && done.delivery().collected().isEmpty())
            .toList();
    if (exceeded.isEmpty()) {
      return 0;
    }
    try (PreparedStatement statement = connection.prepareStatement(BEHIND)) {
      var arrays = new SqlArrays(connection, statement);
      arrays.set(1, "int4", exceeded.stream().map(o -> o.delivery().subscription()).toArray());
      arrays.set(2, "text", exceeded.stream().map(o -> o.delivery().lane()).toArray());
      arrays.set(3, "text", exceeded.stream().map(Outcome.Done::reason).toArray());
      return statement.executeUpdate();
    }
  }

  private static String key(Delivery delivery, AtMost atMost) {
    Event event = delivery.event();
    String key =
        atMost
            .by()
            .of(event.type(), event.source(), event.subject(), event.contentType(), event.data());
    return key == null ? "" : key;
  }
}
