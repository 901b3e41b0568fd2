package com.millyweb.hub.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Grafana as a service account sees it: silences of its own alerting, and annotations. It refuses
 * what Grafana refuses: a wrong token (401), a role that may not (403), a silence of everything, of
 * the past or without its author (400), an annotation without text (400) or of a dashboard that is
 * not there (404).
 */
public final class FakeGrafana extends FakeHttp {
  public static final String TOKEN = "glsa_test-token-of-the-hub";

  /** Of an account with the role Viewer. */
  public static final String VIEWER = "glsa_test-token-of-a-viewer";

  public static final String DASHBOARD = "hub-event";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SILENCES = "/api/alertmanager/grafana/api/v2/silences";
  private static final String SILENCE = "/api/alertmanager/grafana/api/v2/silence/";
  private static final String ANNOTATIONS = "/api/annotations";

  private final Map<String, ObjectNode> silences = new LinkedHashMap<>();
  private final List<ObjectNode> annotations = new ArrayList<>();

  public static FakeGrafana start() {
    return new FakeGrafana();
  }

  private FakeGrafana() {}

  private FakeGrafana(int port) {
    super(port);
  }

  public static FakeGrafana start(int port) {
    return new FakeGrafana(port);
  }

  /** All of them, ended ones too, oldest first. */
  public synchronized List<JsonNode> silences() {
    return silences.values().stream().<JsonNode>map(ObjectNode::deepCopy).toList();
  }

  /** Oldest first. */
  public synchronized List<JsonNode> annotations() {
    return annotations.stream().<JsonNode>map(ObjectNode::deepCopy).toList();
  }

  /** As a person does it in the web pages. */
  public synchronized void expire(String id) {
    ObjectNode silence = silences.get(id);
    if (silence != null) {
      silence.put("endsAt", Instant.now().toString());
      silence.putObject("status").put("state", "expired");
    }
  }

  @Override
  protected synchronized Answer work(Request request) throws IOException {
    String token = request.header("Authorization").replaceFirst("^Bearer ", "");
    if (!token.equals(TOKEN) && !token.equals(VIEWER)) {
      return said(401, "Invalid API key");
    }
    if (!request.method().equals("GET") && token.equals(VIEWER)) {
      return said(403, "You'll need additional permissions to perform this action.");
    }
    String asked = request.method() + " " + request.route();
    return switch (asked) {
      case "GET " + SILENCES -> Answer.json(200, JSON.writeValueAsString(silences.values()));
      case "POST " + SILENCES -> silence(request);
      case "GET " + ANNOTATIONS -> found(request);
      case "POST " + ANNOTATIONS -> annotate(request);
      default ->
          asked.startsWith("DELETE " + SILENCE)
              ? ended(request.route().substring(SILENCE.length()))
              : said(404, "Not found");
    };
  }

  private Answer silence(Request request) throws IOException {
    ObjectNode wish = object(request);
    Instant ends = Instant.parse(wish.path("endsAt").asText());
    boolean any = true;
    for (JsonNode matcher : wish.path("matchers")) {
      any &= matcher.path("value").asText().isEmpty();
    }
    if (any) {
      return said(400, "invalid silence: at least one matcher must not match the empty string");
    }
    if (!ends.isAfter(Instant.parse(wish.path("startsAt").asText()))) {
      return said(400, "invalid silence: end time must not be before start time");
    }
    if (wish.path("createdBy").asText().isEmpty() || !wish.has("comment")) {
      return said(400, "createdBy and comment are required");
    }
    String id = wish.path("id").asText();
    if (!id.isEmpty() && !silences.containsKey(id)) {
      return said(404, "silence not found");
    }
    if (id.isEmpty()) {
      id = UUID.randomUUID().toString();
    }
    wish.put("id", id);
    wish.putObject("status").put("state", "active");
    silences.put(id, wish);
    return Answer.json(202, "{\"silenceID\":\"%s\"}".formatted(id));
  }

  private Answer ended(String id) {
    if (!silences.containsKey(id)) {
      return said(404, "silence not found");
    }
    expire(id);
    return said(200, "silence deleted");
  }

  /** By tags, all of which an annotation must have. */
  private Answer found(Request request) throws IOException {
    List<String> tags =
        Stream.of(request.query().split("&"))
            .filter(part -> part.startsWith("tags="))
            .map(part -> part.substring("tags=".length()))
            .toList();
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode one : annotations) {
      List<String> has = new ArrayList<>();
      one.path("tags").forEach(tag -> has.add(tag.asText()));
      if (has.containsAll(tags)) {
        found.add(one);
      }
    }
    return Answer.json(200, JSON.writeValueAsString(found));
  }

  private Answer annotate(Request request) throws IOException {
    ObjectNode wish = object(request);
    if (wish.path("text").asText().isEmpty()) {
      return said(400, "Failed to save annotation");
    }
    String dashboard = wish.path("dashboardUID").asText(DASHBOARD);
    if (!dashboard.equals(DASHBOARD)) {
      return said(404, "Dashboard not found");
    }
    wish.put("id", annotations.size() + 1);
    annotations.add(wish);
    return Answer.json(
        200, "{\"message\":\"Annotation added\",\"id\":%d}".formatted(annotations.size()));
  }

  private static ObjectNode object(Request request) throws IOException {
    try {
      return (ObjectNode) JSON.readTree(request.body());
    } catch (JsonProcessingException | ClassCastException e) {
      throw new IOException("no JSON object: " + request.text(), e);
    }
  }

  private static Answer said(int status, String message) {
    return Answer.json(status, JSON.createObjectNode().put("message", message).toString());
  }
}
