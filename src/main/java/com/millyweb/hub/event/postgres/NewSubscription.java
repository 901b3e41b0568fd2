package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.SubscriptionSpec;
import com.millyweb.hub.event.pacing.Since;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes a subscription durable, and gives a new one what happened before it.
 *
 * <p>The past is delivered in the transaction that makes the subscription, in two passes. The first
 * one takes its time while others append. The second one takes what was on its way meanwhile: it
 * holds off appends for a moment, which then see the subscription.
 */
record NewSubscription(Connection connection) {
  private static final String SINCE = Sql.read("event/since");
  private static final String ALL = "1000 years";

  /** Longer than an append is on its way between its id and its commit. */
  private static final String ON_THE_WAY = "1 hour";

  int activate(SubscriptionSpec spec) throws SQLException {
    var statements = new SubscriptionStatements(connection);
    Since since = spec.pacing().since();
    if (since == null) {
      return statements.activate(spec).id();
    }
    connection.setAutoCommit(false);
    try {
      SubscriptionStatements.Activated activated = statements.activate(spec);
      if (activated.made()) {
        Set<Lane> lanes = new HashSet<>(deliver(activated.id(), spec, since, ALL));
        try (Statement statement = connection.createStatement()) {
          statement.execute("lock table only event in share mode");
        }
        lanes.addAll(deliver(activated.id(), spec, since, ON_THE_WAY));
        Lane.promote(connection, lanes);
      }
      connection.commit();
      return activated.id();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private Set<Lane> deliver(int id, SubscriptionSpec spec, Since since, String back)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SINCE)) {
      Duration ago = since.ago();
      statement.setString(1, spec.pattern().regex());
      statement.setInt(2, id);
      statement.setObject(3, since.at() == null ? null : Rows.parameter(since.at()));
      statement.setObject(4, ago == null ? null : ago.toMillis(), Types.BIGINT);
      statement.setString(5, back);
      Set<Lane> lanes = new HashSet<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String lane = rows.getString(1);
          if (lane != null) {
            lanes.add(new Lane(id, lane));
          }
        }
      }
      return lanes;
    }
  }
}
