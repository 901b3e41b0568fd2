package com.millyweb.hub.connect.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/** A value of a row as flows and models read it. */
final class Cell {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Cell() {}

  /** Numbers, booleans and text as they are, JSON as its value, all else as Postgres writes it. */
  static @Nullable Object read(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    String text = row.getString(column);
    if (value instanceof PGobject object && String.valueOf(object.getType()).startsWith("json")) {
      try {
        return JSON.readValue(text, Object.class);
      } catch (JsonProcessingException e) {
        return text;
      }
    }
    return text;
  }
}
