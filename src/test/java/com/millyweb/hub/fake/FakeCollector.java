package com.millyweb.hub.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A collector of OpenTelemetry that takes spans over HTTP as JSON. It refuses what one refuses: a
 * wrong password (401), another path (404), another content type (415), and, with all that came
 * beside it, a span whose ids, kind or times are none, or without a name (400).
 */
public final class FakeCollector extends FakeHttp {
  public static final String PASSWORD = "Basic cGstbGYtMTIzNDU2OnNrLWxmLTEyMzQ1Ng==";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> VALUES =
      Set.of("stringValue", "intValue", "doubleValue", "boolValue", "arrayValue");

  private final List<Seen> spans = new ArrayList<>();

  public static FakeCollector start() {
    return new FakeCollector();
  }

  private FakeCollector() {}

  /** A span as it came, with its attributes by their key. */
  public record Seen(JsonNode span, Map<String, JsonNode> attributes) {
    public String name() {
      return span.path("name").asText();
    }

    public String id() {
      return span.path("spanId").asText();
    }

    public String trace() {
      return span.path("traceId").asText();
    }

    /** Empty for none. */
    public String parent() {
      return span.path("parentSpanId").asText();
    }

    /** The value as a text; null for none. */
    public @Nullable String attribute(String key) {
      JsonNode value = attributes.get(key);
      return value == null ? null : value.elements().next().asText();
    }
  }

  @Override
  public String url() {
    return origin() + "/api/public/otel";
  }

  /** In the order in which they came. */
  public synchronized List<Seen> spans() {
    return List.copyOf(spans);
  }

  @Override
  protected synchronized Answer work(Request request) {
    if (!request.method().equals("POST") || !request.route().equals("/api/public/otel/v1/traces")) {
      return said(404, "Not found");
    }
    if (!request.header("Authorization").equals(PASSWORD)) {
      return said(401, "Invalid credentials");
    }
    if (!request.header("Content-Type").startsWith("application/json")) {
      return said(415, "Unsupported content type");
    }
    List<Seen> came = new ArrayList<>();
    try {
      for (JsonNode resource : JSON.readTree(request.body()).path("resourceSpans")) {
        for (JsonNode scope : resource.path("scopeSpans")) {
          for (JsonNode span : scope.path("spans")) {
            came.add(seen(span));
          }
        }
      }
    } catch (JsonProcessingException e) {
      return said(400, "no JSON");
    } catch (IllegalArgumentException | IOException e) {
      return said(400, String.valueOf(e.getMessage()));
    }
    spans.addAll(came);
    return Answer.json(200, "{\"partialSuccess\":{}}");
  }

  private static Seen seen(JsonNode span) {
    require(span, "traceId", "(?!0{32})[0-9a-f]{32}");
    require(span, "spanId", "(?!0{16})[0-9a-f]{16}");
    if (span.has("parentSpanId")) {
      require(span, "parentSpanId", "(?!0{16})[0-9a-f]{16}");
    }
    require(span, "name", "(?s).+");
    require(span, "kind", "[1-5]");
    require(span, "startTimeUnixNano", "\\d{19}");
    require(span, "endTimeUnixNano", "\\d{19}");
    if (span.path("startTimeUnixNano").asLong() > span.path("endTimeUnixNano").asLong()) {
      throw new IllegalArgumentException("a span ends before it starts: " + span);
    }
    Map<String, JsonNode> attributes = new HashMap<>();
    for (JsonNode attribute : span.path("attributes")) {
      require(attribute, "key", ".+");
      JsonNode value = attribute.path("value");
      if (value.size() != 1 || !VALUES.contains(value.fieldNames().next())) {
        throw new IllegalArgumentException("no value: " + attribute);
      }
      if (value.has("intValue") && !value.path("intValue").isTextual()) {
        throw new IllegalArgumentException("a whole number is a text: " + attribute);
      }
      if (attributes.put(attribute.path("key").asText(), value) != null) {
        throw new IllegalArgumentException("a key comes twice: " + attribute);
      }
    }
    return new Seen(span, attributes);
  }

  private static void require(JsonNode node, String field, String pattern) {
    if (!node.path(field).asText().matches(pattern)) {
      throw new IllegalArgumentException("bad %s: %s".formatted(field, node));
    }
  }

  private static Answer said(int status, String message) {
    return Answer.json(status, JSON.createObjectNode().put("message", message).toString());
  }
}
