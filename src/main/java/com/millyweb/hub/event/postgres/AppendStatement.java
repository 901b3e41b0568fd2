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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One batch of events as the arrays that {@code append.sql} takes; see {@link AppendOne}. */
final class AppendStatement {
  private static final String SQL = Sql.read("event/append");

  private final List<PendingEvent> events;
  private final List<PendingEvent> queued = new ArrayList<>();
  private final List<Subscription> queues = new ArrayList<>();
  private final List<@Nullable String> lanes = new ArrayList<>();
  private final SubscriptionTable.Snapshot subscriptions;

  AppendStatement(List<PendingEvent> events, SubscriptionTable.Snapshot subscriptions) {
    this.events = events;
    this.subscriptions = subscriptions;
    for (PendingEvent append : events) {
      for (Subscription subscription : subscriptions.wanting(append.event().type())) {
        queued.add(append);
        queues.add(subscription);
        lanes.add(subscription.laneOf(append));
      }
    }
  }

  /** The ordered subscriptions among the takers: their advisory locks come first, in this order. */
  List<Integer> orderedSubscriptions() {
    return queues.stream()
        .filter(Subscription::isOrdered)
        .map(Subscription::id)
        .distinct()
        .sorted()
        .toList();
  }

  Set<Integer> takers() {
    Set<Integer> takers = new HashSet<>();
    queues.forEach(subscription -> takers.add(subscription.id()));
    return takers;
  }

  /**
   * @return the ids that were not stored because their key was known; null when the subscriptions
   *     have changed and the batch must be built again
   */
  @Nullable Set<UUID> execute(Connection connection) throws SQLException {
    boolean one = events.size() == 1 && lanes.stream().allMatch(Objects::isNull);
    return one
        ? new AppendOne(events.get(0), queues, subscriptions.epoch()).execute(connection)
        : executeBatch(connection);
  }

  private @Nullable Set<UUID> executeBatch(Connection connection) throws SQLException {
    int count = events.size();
    UUID[] ids = new UUID[count];
    Long[] at = new Long[count];
    String[] types = new String[count];
    String[] sources = new String[count];
    String[] subjects = new String[count];
    Long[] times = new Long[count];
    String[] keys = new String[count];
    String[] contentTypes = new String[count];
    byte[][] data = new byte[count][];
    String[] traceparents = new String[count];
    UUID[] causes = new UUID[count];
    Long[] causeDeliveries = new Long[count];
    Integer[] hops = new Integer[count];
    for (int i = 0; i < count; i++) {
      PendingEvent append = events.get(i);
      NewEvent event = append.event();
      ids[i] = append.id();
      at[i] = EventIds.millis(append.id());
      types[i] = event.type();
      sources[i] = event.source();
      subjects[i] = event.subject();
      times[i] = timeOf(append);
      keys[i] = event.key();
      contentTypes[i] = event.contentType();
      data[i] = event.data();
      traceparents[i] = traceparentOf(append);
      causes[i] = append.cause();
      causeDeliveries[i] = append.causeDelivery();
      hops[i] = append.hops();
    }
    int deliveries = queued.size();
    UUID[] deliveryEvents = new UUID[deliveries];
    Integer[] deliverySubscriptions = new Integer[deliveries];
    Long[] delays = new Long[deliveries];
    Long[] runAt = new Long[deliveries];
    for (int i = 0; i < deliveries; i++) {
      NewEvent event = queued.get(i).event();
      deliveryEvents[i] = queued.get(i).id();
      deliverySubscriptions[i] = queues.get(i).id();
      delays[i] = queues.get(i).delayOf(event).toMillis();
      runAt[i] = SqlArrays.micros(event.runAt());
    }
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      var arrays = new SqlArrays(connection, statement);
      statement.setLong(1, subscriptions.epoch());
      arrays.set(2, "uuid", ids);
      arrays.set(3, "int8", at);
      arrays.set(4, "text", types);
      arrays.set(5, "text", sources);
      arrays.set(6, "text", subjects);
      arrays.set(7, "int8", times);
      arrays.set(8, "text", keys);
      arrays.set(9, "text", contentTypes);
      arrays.set(10, "bytea", data);
      arrays.set(11, "text", traceparents);
      arrays.set(12, "uuid", causes);
      arrays.set(13, "int8", causeDeliveries);
      arrays.set(14, "int4", hops);
      arrays.set(15, "uuid", deliveryEvents);
      arrays.set(16, "int4", deliverySubscriptions);
      arrays.set(17, "text", lanes.toArray(String[]::new));
      arrays.set(18, "int8", delays);
      arrays.set(19, "int8", runAt);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        Set<UUID> duplicates = Set.of((UUID[]) row.getArray(1).getArray());
        new CollectStatements(connection).full(windows());
        return duplicates;
      }
    }
  }

  /** The lanes that got another event of those that collect. */
  private Set<CollectStatements.Window> windows() {
    Set<CollectStatements.Window> windows = new LinkedHashSet<>();
    for (int i = 0; i < queues.size(); i++) {
      String lane = lanes.get(i);
      if (lane != null && queues.get(i).window() != null) {
        windows.add(new CollectStatements.Window(queues.get(i), lane));
      }
    }
    return windows;
  }

  /** Microseconds since the epoch; that of the id where the event has none. */
  static long timeOf(PendingEvent pending) {
    Long own = SqlArrays.micros(pending.event().time());
    return own == null ? EventIds.millis(pending.id()) * 1000 : own;
  }

  static @Nullable String traceparentOf(PendingEvent pending) {
    String own = pending.event().traceparent();
    return own == null ? pending.causeTraceparent() : own;
  }
}
