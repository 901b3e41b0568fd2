package com.millyweb.hub.agent.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Digest;
import com.millyweb.hub.text.Truncate;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A span in the JSON of OTLP: ids in hex, times and whole numbers as texts, kinds as numbers. What
 * is no id has no secrets, and is cut where it is too long.
 */
final class Span {
  static final int INTERNAL = 1;
  static final int CLIENT = 3;

  /** Bytes of a text. */
  static final int LONGEST = 64 * 1024;

  private static final int ERROR = 2;
  private static final int ID_BYTES = 8;

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final ArrayNode attributes;

  /**
   * @param parent null for none
   */
  Span(String trace, String id, @Nullable String parent, String name, int kind) {
    json.put("traceId", trace).put("spanId", id);
    if (parent != null) {
      json.put("parentSpanId", parent);
    }
    json.put("name", clean(name, LONGEST)).put("kind", kind);
    attributes = json.putArray("attributes");
  }

  /**
   * The same for each attempt to send it.
   *
   * @param seq of a step; 0 for the run
   */
  static String id(UUID run, int seq) {
    byte[] hash = Digest.sha256("%s/%d".formatted(run, seq));
    return HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES));
  }

  Span lasting(Instant start, Instant end) {
    json.put("startTimeUnixNano", nanos(start.isAfter(end) ? end : start));
    json.put("endTimeUnixNano", nanos(end));
    return this;
  }

  Span failed(String type, @Nullable String message) {
    ObjectNode status = json.putObject("status").put("code", ERROR);
    if (message != null) {
      status.put("message", clean(message, LONGEST));
    }
    return with("error.type", type);
  }

  Span with(String key, @Nullable String value) {
    if (value != null) {
      value(key).put("stringValue", clean(value, LONGEST));
    }
    return this;
  }

  /** JSON whose texts are clean. */
  Span withJson(String key, String value) {
    value(key).put("stringValue", value);
    return this;
  }

  Span with(String key, @Nullable Long value) {
    if (value != null) {
      value(key).put("intValue", value.toString());
    }
    return this;
  }

  Span with(String key, @Nullable BigDecimal value) {
    if (value != null) {
      value(key).put("doubleValue", value);
    }
    return this;
  }

  Span withList(String key, String only) {
    value(key).putObject("arrayValue").putArray("values").addObject().put("stringValue", only);
    return this;
  }

  ObjectNode json() {
    return json;
  }

  /**
   * A text without secrets.
   *
   * @param bytes that it may have
   */
  static String clean(String text, int bytes) {
    String clean = Redaction.instance().redact(text);
    return clean.length() * 3L <= bytes
        ? clean
        : Truncate.to(clean, bytes, part -> part.getBytes(StandardCharsets.UTF_8).length);
  }

  private ObjectNode value(String key) {
    return attributes.addObject().put("key", key).putObject("value");
  }

  private static String nanos(Instant time) {
    return "%d%09d".formatted(time.getEpochSecond(), time.getNano());
  }
}
