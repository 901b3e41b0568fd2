package com.millyweb.hub.event.postgres;

import static com.millyweb.hub.database.Rows.instant;

import com.millyweb.hub.event.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Reads an event from a row of table {@code event}. */
public final class EventRow {
  private EventRow() {}

  public static Event read(ResultSet row) throws SQLException {
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
}
