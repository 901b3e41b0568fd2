package com.millyweb.hub.event.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.database.Rows;
import com.millyweb.hub.event.Delivery;
import com.millyweb.hub.event.EventIds;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.Outcome;
import com.millyweb.hub.event.PendingEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells of dead letters by an event {@code delivery.dead}, which flows can turn into a notice. */
final class DeadLetters {
  static final String TYPE = "delivery.dead";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EventIds ids;

  DeadLetters(EventIds ids) {
    this.ids = ids;
  }

  /**
   * @return null when what died was itself about a dead letter: a broken channel must not feed
   *     itself
   */
  @Nullable PendingEvent event(
      Connection connection, SubscriptionTable.Snapshot snapshot, Outcome.Dead dead)
      throws SQLException {
    Delivery delivery = dead.delivery();
    return event(
        connection,
        snapshot.name(delivery.subscription()),
        delivery.id(),
        delivery.event().id(),
        dead.reason(),
        dead.error(),
        delivery.claims());
  }

  @Nullable PendingEvent event(
      Connection connection,
      String subscription,
      long delivery,
      UUID eventId,
      String reason,
      String error,
      int attempts)
      throws SQLException {
    Ancestor event = ancestor(connection, eventId);
    if (event == null) {
      return null;
    }
    for (Ancestor next = event; next != null; next = causeOf(connection, next)) {
      if (next.type.equals(TYPE)) {
        return null;
      }
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("delivery", delivery);
    data.put("event", eventId.toString());
    data.put("type", event.type);
    data.put("subscription", subscription);
    data.put("reason", reason);
    data.put("error", error);
    data.put("attempts", attempts);
    return new PendingEvent(
        ids.next(),
        NewEvent.json(TYPE, "hub", write(data)).withSubject(subscription),
        eventId,
        delivery,
        null,
        event.hops + 1);
  }

  private record Ancestor(String type, @Nullable UUID cause, int hops) {}

  private static @Nullable Ancestor causeOf(Connection connection, Ancestor event)
      throws SQLException {
    return event.cause == null ? null : ancestor(connection, event.cause);
  }

  private static @Nullable Ancestor ancestor(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select type, cause, hops from event where at = ? and id = ?")) {
      statement.setObject(1, Rows.parameter(EventIds.at(id)));
      statement.setObject(2, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new Ancestor(row.getString(1), row.getObject(2, UUID.class), row.getInt(3))
            : null;
      }
    }
  }

  private static byte[] write(Map<String, Object> data) {
    try {
      return JSON.writeValueAsBytes(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of texts and numbers could not be written", e);
    }
  }
}
