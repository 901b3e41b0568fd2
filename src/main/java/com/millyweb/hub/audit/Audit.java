package com.millyweb.hub.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.database.Rows;
import com.millyweb.hub.text.Truncate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who changed what. Rows are only ever added, and chained by hash. */
@Component
public final class Audit implements AuditTrail {
  /** Longer values are cut: they come from outside. */
  private static final int MAX_TEXT = 500;

  /**
   * @param outcome ok, refused or failed
   */
  public record Entry(
      long id,
      Instant at,
      String actor,
      String action,
      @Nullable String target,
      @Nullable String address,
      String outcome,
      @Nullable JsonNode detail) {}

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  Audit(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  @Override
  public void record(
      String actor,
      String action,
      @Nullable String target,
      @Nullable String address,
      String outcome,
      Map<String, ?> detail) {
    jdbc.sql(
            """
            insert into audit (actor, action, target, address, outcome, detail)
            values (:actor, :action, :target, :address, :outcome, cast(:detail as jsonb))
            """)
        .param("actor", actor)
        .param("action", action)
        .param("target", cut(target))
        .param("address", address)
        .param("outcome", outcome)
        .param("detail", detail.isEmpty() ? null : written(detail))
        .update();
  }

  /** Entries before {@code before}, newest first. */
  public List<Entry> before(long before, int limit) {
    return jdbc.sql("select * from audit where id < :before order by id desc limit :limit")
        .param("before", before)
        .param("limit", limit)
        .query(
            (row, n) -> {
              String detail = row.getString("detail");
              return new Entry(
                  row.getLong("id"),
                  Rows.instant(row, "at"),
                  row.getString("actor"),
                  row.getString("action"),
                  row.getString("target"),
                  row.getString("address"),
                  row.getString("outcome"),
                  detail == null ? null : parsed(detail));
            })
        .list();
  }

  private static @Nullable String cut(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return Truncate.to(text.replace('\0', '?'), MAX_TEXT);
  }

  private String written(Map<String, ?> detail) {
    try {
      return json.writeValueAsString(detail);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Detail of an audit entry is not JSON: " + detail, e);
    }
  }

  private JsonNode parsed(String detail) {
    try {
      return json.readTree(detail);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Postgres gave jsonb that is no JSON", e);
    }
  }
}
