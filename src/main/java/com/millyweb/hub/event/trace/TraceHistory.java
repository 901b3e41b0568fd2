package com.millyweb.hub.event.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The traces that were kept. */
@Component
public final class TraceHistory {
  private static final String OF_EVENT = Sql.read("event/trace/of-event");
  private static final Duration SKEW = Duration.ofHours(1);

  private final JdbcClient jdbc;

  TraceHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What deliveries of an event did, oldest first, at most 100.
   *
   * @param at when the log accepted the event
   */
  public List<Trace> of(UUID event, Instant at) {
    return jdbc.sql(OF_EVENT)
        .param("event", event)
        .param("from", Rows.parameter(at.minus(SKEW)))
        .query(TraceHistory::trace)
        .list();
  }

  private static Trace trace(ResultSet row, int number) throws SQLException {
    return new Trace(
        row.getLong("delivery"),
        Rows.uuid(row, "event_id"),
        row.getInt("claim"),
        row.getString("route"),
        TraceKept.valueOf(row.getString("kept")),
        Rows.instant(row, "started_at"),
        row.getLong("took_us"),
        row.getString("file"),
        row.getString("version"),
        row.getInt("omitted"),
        steps(row.getString("steps")));
  }

  private static List<TraceStep> steps(String json) throws SQLException {
    try {
      return TraceWriter.JSON.readValue(json, TraceWriter.STEPS);
    } catch (JsonProcessingException e) {
      throw new SQLException("trace has unreadable steps", e);
    }
  }
}
