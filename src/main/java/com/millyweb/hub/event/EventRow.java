package com.millyweb.hub.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

/** Reads an event from a row of table {@code event}. */
final class EventRow {
  private EventRow() {}

  static Event read(ResultSet row) throws SQLException {
    return new Event(
        row.getObject("id", UUID.class),
        instant(row, "at"),
        row.getString("type"),
        row.getString("source"),
        row.getString("subject"),
        instant(row, "time"),
        row.getString("key"),
        row.getString("content_type"),
        row.getBytes("data"),
        row.getString("traceparent"),
        row.getObject("cause", UUID.class),
        row.getObject("cause_delivery", Long.class),
        row.getInt("hops"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value.toInstant();
  }
}
