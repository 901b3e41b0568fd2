package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.Delivery;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.Outcome;
import com.millyweb.hub.event.Subscription;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What a delivery has in tow whose subscription collects; it is begun and ended with it. */
record CollectStatements(Connection connection) {
  /** What a list may have of data besides its first event: all of it is in memory at once. */
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  private static final String BIND = Sql.read("event/collect");
  private static final String FULL = Sql.read("event/collect-full");
  private static final String DONE = Sql.read("event/collect-done");
  private static final String ATTEMPT = Sql.read("event/collect-attempt");
  private static final String DEAD = Sql.read("event/collect-dead");

  /** The claimed deliveries with the events of their sets. */
  List<Delivery> bind(List<Delivery> claimed, int most) throws SQLException {
    Map<Long, List<Event>> sets = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(BIND)) {
      new SqlArrays(connection, statement)
          .set(1, "int8", claimed.stream().map(Delivery::id).toArray());
      statement.setInt(2, most);
      statement.setLong(3, MAX_BYTES);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          sets.computeIfAbsent(rows.getLong("head"), head -> new ArrayList<>())
              .add(EventRow.read(rows));
        }
      }
    }
    return claimed.stream()
        .map(delivery -> delivery.with(sets.getOrDefault(delivery.id(), List.of(delivery.event()))))
        .toList();
  }

  /** A lane that may be full. */
  record Window(Subscription subscription, String lane) {}

  /** Makes due what need not wait any longer. */
  void full(Collection<Window> windows) throws SQLException {
    if (windows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(FULL)) {
      var arrays = new SqlArrays(connection, statement);
      arrays.set(1, "int4", windows.stream().map(window -> window.subscription.id()).toArray());
      arrays.set(2, "text", windows.stream().map(Window::lane).toArray());
      arrays.set(3, "int4", windows.stream().map(w -> w.subscription.collectMax()).toArray());
      statement.executeUpdate();
    }
  }

  /** The next of each lane; in a lane that collects it may be in company enough already. */
  void promote(Set<Lane> moved, SubscriptionTable.Snapshot snapshot) throws SQLException {
    Lane.promote(connection, moved);
    List<Window> windows = new ArrayList<>();
    for (Lane lane : moved) {
      Subscription subscription = snapshot.collecting(lane.subscription());
      if (subscription != null) {
        windows.add(new Window(subscription, lane.name()));
      }
    }
    full(windows);
  }

  /** Lets what was collected share the fate of the first one, which has been settled just now. */
  void ended(List<Outcome> outcomes) throws SQLException {
    List<Outcome.Done> done = new ArrayList<>();
    List<Long> attempted = new ArrayList<>();
    List<Long> dead = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      long head = outcome.delivery().id();
      if (outcome.delivery().collected().size() < 2) {
        continue;
      }
      if (outcome instanceof Outcome.Done finished) {
        done.add(finished);
      } else if (outcome instanceof Outcome.Dead) {
        attempted.add(head);
        dead.add(head);
      } else if (outcome instanceof Outcome.Again again && !again.kind().equals("returned")) {
        attempted.add(head);
      }
    }
    done(done);
    update(ATTEMPT, attempted);
    dead(dead);
  }

  private void done(List<Outcome.Done> sets) throws SQLException {
    if (sets.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(DONE)) {
      var arrays = new SqlArrays(connection, statement);
      List<Long> heads = new ArrayList<>();
      List<String> turnedDown = new ArrayList<>();
      for (Outcome.Done set : sets) {
        for (UUID event : set.turnedDown()) {
          heads.add(set.delivery().id());
          turnedDown.add(event.toString());
        }
      }
      arrays.set(1, "int8", heads.toArray());
      arrays.set(2, "text", turnedDown.toArray());
      arrays.set(3, "int8", sets.stream().map(o -> o.delivery().id()).toArray());
      arrays.set(4, "text", sets.stream().map(o -> o.delivery().event().id().toString()).toArray());
      arrays.set(5, "text", sets.stream().map(o -> o.wanted() ? "done" : "filtered").toArray());
      arrays.set(6, "text", sets.stream().map(Outcome.Done::reason).toArray());
      arrays.set(7, "int4", sets.stream().map(o -> o.delivery().claims()).toArray());
      arrays.set(8, "int8", sets.stream().map(o -> SqlArrays.micros(o.started())).toArray());
      statement.executeUpdate();
    }
  }

  /** Of deliveries that are dead now, also of those that have nothing in tow. */
  void dead(Collection<Long> deliveries) throws SQLException {
    update(DEAD, deliveries);
  }

  private void update(String sql, Collection<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new SqlArrays(connection, statement).set(1, "int8", ids.toArray());
      statement.executeUpdate();
    }
  }
}
