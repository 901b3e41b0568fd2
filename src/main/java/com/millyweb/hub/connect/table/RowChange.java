package com.millyweb.hub.connect.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.text.Digest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the outbox.
 *
 * @param id of the outbox
 * @param micros when it happened, since 1970
 * @param table with its schema
 * @param operation insert, update, delete or truncate
 * @param key the primary key, its parts joined by slashes; null for a table without one
 * @param before the row as JSON before it
 * @param after the row as JSON after it
 * @param large whether the rows were too large to be kept
 */
record RowChange(
    long id,
    long micros,
    String table,
    String operation,
    @Nullable String key,
    @Nullable String before,
    @Nullable String after,
    boolean large) {
  /** Numbers of a database are exact. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Of an event's subject. */
  private static final int LONGEST_SUBJECT = 1024;

  private static final Map<String, String> WORDS =
      Map.of(
          "insert", "inserted",
          "update", "updated",
          "delete", "deleted",
          "truncate", "truncated");

  /**
   * {@code <database>.<table>.inserted} and its like. Of an update, {@code before} has the columns
   * that it changed. A row that cannot be read is told without its columns, so that those behind it
   * do not wait for it.
   *
   * @throws RuntimeException when the outbox holds what its function did not write
   */
  NewEvent event(String database) {
    String name = table.substring(table.indexOf('.') + 1);
    try {
      return NewEvent.json(
              "%s.%s.%s"
                  .formatted(database, segment(name), WORDS.getOrDefault(operation, "changed")),
              database,
              JSON.writeValueAsBytes(data()))
          .withSubject(key == null ? name : subject(name, key))
          .withTime(Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
          .withKey("%s/%d/%d".formatted(database, id, micros));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Row %d of the outbox is no JSON".formatted(id), e);
    }
  }

  /** A key may be longer than a subject; the data has it whole. */
  private static String subject(String name, String key) {
    String subject = "%s/%s".formatted(name, key);
    return subject.length() <= LONGEST_SUBJECT
        ? subject
        : "%s/%s".formatted(name, Digest.sha256Hex(key));
  }

  private ObjectNode data() {
    ObjectNode data = JSON.createObjectNode();
    data.put("table", table);
    if (key != null) {
      data.put("key", key);
    }
    if (large) {
      data.put("large", true);
    }
    try {
      JsonNode now = after == null ? null : JSON.readTree(after);
      JsonNode was = before == null ? null : JSON.readTree(before);
      if (now != null) {
        data.set("row", now);
      }
      if (was != null) {
        data.set(now == null ? "row" : "before", now == null ? was : changed(was, now));
      }
    } catch (JsonProcessingException e) {
      // Postgres has numbers of more digits than a reader of JSON takes
      data.put("unreadable", e.getOriginalMessage());
    }
    return data;
  }

  private static ObjectNode changed(JsonNode was, JsonNode now) {
    ObjectNode changed = JSON.createObjectNode();
    was.properties()
        .forEach(
            column -> {
              if (!column.getValue().equals(now.get(column.getKey()))) {
                changed.set(column.getKey(), column.getValue());
              }
            });
    return changed;
  }

  /** As a segment of an event's type. */
  private static String segment(String name) {
    return name.replaceAll("[^A-Za-z0-9_-]", "_");
  }
}
