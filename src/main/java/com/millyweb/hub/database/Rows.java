package com.millyweb.hub.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What columns hold as Java has it, and values in the form in which Postgres takes them. */
public final class Rows {
  private Rows() {}

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    return instantOrNull(row.getObject(column, OffsetDateTime.class));
  }

  /** For rows that are mapped to records, which know no Instant. */
  public static @Nullable Instant instantOrNull(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  public static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** The form in which the driver takes a moment. */
  public static OffsetDateTime parameter(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** Text that Postgres can store: it has no U+0000. */
  public static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /** JSON that Postgres can store as jsonb: no text in it has a U+0000. */
  public static String storableJson(String json) {
    return json.replace("\\u0000", "\\ufffd");
  }
}
