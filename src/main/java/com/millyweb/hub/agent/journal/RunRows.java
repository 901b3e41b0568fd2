package com.millyweb.hub.agent.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.Budget;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.database.Rows;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the rows of the journal. */
public final class RunRows {
  private RunRows() {}

  public static RunRow run(ResultSet row, ObjectMapper json) throws SQLException {
    return new RunRow(
        Rows.uuid(row, "id"),
        row.getString("agent"),
        RunRow.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("task"),
        row.getString("conversation"),
        row.getString("tenant"),
        row.getString("person"),
        read(json, row.getString("origin"), NewRun.Origin.class),
        texts(row.getArray("taint")),
        row.getObject("parent", UUID.class),
        row.getObject("parent_step", Integer.class),
        row.getInt("depth"),
        row.getString("definition"),
        row.getString("instructions"),
        row.getString("history"),
        row.getInt("turn"),
        row.getInt("seq"),
        row.getInt("open"),
        row.getLong("revision"),
        read(json, row.getString("budget"), Budget.class),
        row.getLong("tokens_in"),
        row.getLong("tokens_out"),
        row.getBigDecimal("cost"),
        row.getString("pause"),
        row.getString("answer"),
        row.getString("error"),
        row.getObject("forked_from", UUID.class),
        row.getObject("forked_step", Integer.class),
        Rows.instant(row, "started"),
        Rows.instantOrNull(row, "ended"));
  }

  static StepRow step(ResultSet row, ObjectMapper json) throws SQLException {
    return new StepRow(
        row.getInt("seq"),
        row.getInt("turn"),
        StepRow.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        StepRow.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("name"),
        row.getString("call"),
        row.getString("arguments"),
        row.getString("result"),
        row.getString("thinking"),
        Journal.calls(json, row.getString("calls")),
        row.getString("request"),
        row.getString("tools"),
        row.getObject("tokens_in", Long.class),
        row.getObject("tokens_out", Long.class),
        row.getBigDecimal("cost"),
        row.getObject("took_ms", Long.class),
        row.getObject("first_ms", Long.class),
        row.getString("error"),
        row.getString("decision"),
        row.getString("taint"),
        row.getLong("revision"),
        Rows.instant(row, "planned"),
        Rows.instantOrNull(row, "begun"),
        Rows.instantOrNull(row, "ended"));
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  private static <T> T read(ObjectMapper json, String text, Class<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The journal has JSON that cannot be read", e);
    }
  }
}
