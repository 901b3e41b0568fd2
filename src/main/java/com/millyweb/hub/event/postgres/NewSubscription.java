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
 * <p>One without order gets its past page by page, by {@link PastDeliveries}, beside what happens
 * now. One with lanes (order, collected lists) gets all of it in the transaction that makes it, as
 * nothing of a lane may overtake its past; in two passes. The first one takes its time while others
 * append. The second one takes what was on its way meanwhile.
 *
 * <p>Either holds off appends for a moment, until those on their way are stored; the later ones see
 * the subscription.
 */
record NewSubscription(Connection connection) {
  private static final String SINCE = Sql.read("event/since");
  private static final String BEGIN = Sql.read("event/past-begin");
  private static final String ALL = "1000 years";

  /** Longer than an append is on its way between its id and its commit. */
  private static final String ON_THE_WAY = "1 hour";

  int activate(SubscriptionSpec spec) throws SQLException {
    var statements = new SubscriptionStatements(connection);
    Since since = spec.pacing().since();
    if (since == null) {
      return activated(spec, statements.activate(spec));
    }
    connection.setAutoCommit(false);
    try {
      SubscriptionStatements.Activated activated = statements.activate(spec);
      if (activated.made()) {
        boolean ordered = !spec.lanes().text().equals("none");
        Set<Lane> lanes = new HashSet<>();
        if (ordered) {
          lanes.addAll(deliver(activated.id(), spec, since, ALL));
        }
        try (Statement statement = connection.createStatement()) {
          statement.execute("lock table only event in share mode");
        }
        if (ordered) {
          lanes.addAll(deliver(activated.id(), spec, since, ON_THE_WAY));
          Lane.promote(connection, lanes);
        }
        begin(activated.id(), spec, since, ordered);
      } else {
        activated(spec, activated);
      }
      connection.commit();
      return activated.id();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** What is still to come of the past is of the types that the flow wants now. */
  private int activated(SubscriptionSpec spec, SubscriptionStatements.Activated activated)
      throws SQLException {
    if (!activated.made()) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "update subscription_past set types = ? where subscription = ? and done_at is null")) {
        statement.setString(1, spec.pattern().regex());
        statement.setInt(2, activated.id());
        statement.executeUpdate();
      }
    }
    return activated.id();
  }

  private void begin(int id, SubscriptionSpec spec, Since since, boolean whole)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
      Duration ago = since.ago();
      statement.setBoolean(1, whole);
      statement.setInt(2, id);
      statement.setString(3, spec.pattern().regex());
      statement.setBoolean(4, whole);
      statement.setObject(5, since.at() == null ? null : Rows.parameter(since.at()));
      statement.setObject(6, ago == null ? null : ago.toMillis(), Types.BIGINT);
      statement.executeUpdate();
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
