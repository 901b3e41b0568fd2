package com.millyweb.hub.event.history;

import static com.millyweb.hub.database.Rows.instant;
import static com.millyweb.hub.database.Rows.instantOrNull;
import static com.millyweb.hub.database.Rows.uuid;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of the event tables as records. */
final class HistoryRows {
  private HistoryRows() {}

  static EventSummary summary(ResultSet row, int number) throws SQLException {
    return new EventSummary(
        uuid(row, "id"),
        instant(row, "at"),
        row.getString("type"),
        row.getString("source"),
        row.getString("subject"),
        instant(row, "time"),
        row.getObject("cause", UUID.class),
        row.getInt("size"),
        Map.of());
  }

  static DeliveryStatus delivery(ResultSet row, int number) throws SQLException {
    return new DeliveryStatus(
        row.getLong("id"),
        row.getString("subscription"),
        DeliveryState.valueOf(row.getString("state")),
        uuid(row, "event_id"),
        row.getString("type"),
        row.getString("source"),
        row.getString("subject"),
        row.getInt("claims"),
        row.getInt("failures"),
        row.getString("reason"),
        row.getString("error"),
        instantOrNull(row, "run_at"),
        instant(row, "created_at"),
        instantOrNull(row, "started_at"),
        instantOrNull(row, "ended_at"));
  }

  static AttemptStatus attempt(ResultSet row, int number) throws SQLException {
    return new AttemptStatus(
        row.getLong("delivery"),
        row.getInt("claim"),
        row.getString("outcome"),
        row.getString("error"),
        instantOrNull(row, "started_at"),
        instant(row, "ended_at"));
  }

  static SubscriptionStatus subscription(ResultSet row, int number) throws SQLException {
    return new SubscriptionStatus(
        row.getString("name"),
        row.getString("pattern"),
        row.getString("order_by"),
        row.getString("file"),
        instant(row, "created_at"),
        row.getString("state"),
        instantOrNull(row, "paused_until"),
        row.getInt("waiting"),
        row.getInt("running"),
        row.getInt("blocked"),
        row.getInt("dead"),
        instantOrNull(row, "due_since"),
        past(row));
  }

  private static SubscriptionStatus.@Nullable Past past(ResultSet row) throws SQLException {
    Instant from = instantOrNull(row, "past_from");
    return from == null
        ? null
        : new SubscriptionStatus.Past(
            from,
            row.getLong("past_done"),
            row.getLong("past_remaining"),
            row.getInt("past_failed"),
            row.getBoolean("past_finished"),
            row.getInt("past_failed") >= SubscriptionStatus.Past.STUCK);
  }
}
