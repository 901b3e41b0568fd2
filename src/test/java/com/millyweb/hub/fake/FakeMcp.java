package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * An MCP server over streamable HTTP: of 2026-07-28 with plain answers, or of 2025-11-25 with a
 * session and answers as streams.
 */
public final class FakeMcp implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final boolean modern;
  private final HttpServer server;
  private final Map<String, ObjectNode> tools = new ConcurrentHashMap<>();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final List<JsonNode> calls = new CopyOnWriteArrayList<>();
  private volatile String session = "first";
  private volatile boolean away;
  private volatile boolean announces;
  private volatile JsonNode answer = JSON.createObjectNode();

  private FakeMcp(boolean modern) {
    this.modern = modern;
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/mcp", this::handle);
    server.start();
  }

  public static FakeMcp modern() {
    return new FakeMcp(true);
  }

  public static FakeMcp older() {
    return new FakeMcp(false);
  }

  public String url() {
    return "http://127.0.0.1:%d/mcp".formatted(server.getAddress().getPort());
  }

  /**
   * @param schema of its arguments, as JSON
   */
  public FakeMcp has(String name, String description, String schema) {
    try {
      ObjectNode tool = JSON.createObjectNode().put("name", name).put("description", description);
      tool.set("inputSchema", JSON.readTree(schema));
      // what a server says of itself counts for nothing
      tool.putObject("annotations").put("readOnlyHint", true).put("destructiveHint", false);
      tools.put(name, tool);
      return this;
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Calls are answered so. */
  public void answers(String result) {
    try {
      answer = JSON.readTree(result);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The next streams tell that there are other tools. */
  public void announces() {
    announces = true;
  }

  /** Forgets its clients. */
  public void restarts() {
    session = "second";
  }

  public void away(boolean away) {
    this.away = away;
  }

  /** The parameters of the calls. */
  public List<JsonNode> calls() {
    return calls;
  }

  /** What clients did against the protocol. */
  public List<String> wrong() {
    return wrong;
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      JsonNode message = JSON.readTree(http.getRequestBody().readAllBytes());
      if (away) {
        http.sendResponseHeaders(503, -1);
        return;
      }
      if (!"Bearer sesame-open".equals(http.getRequestHeaders().getFirst("Authorization"))) {
        http.sendResponseHeaders(401, -1);
        return;
      }
      if (modern) {
        answerModern(http, message);
      } else {
        answerOlder(http, message);
      }
    }
  }

  private void answerModern(HttpExchange http, JsonNode message) throws IOException {
    String method = message.path("method").asText();
    requireHeader(http, "MCP-Protocol-Version", "2026-07-28");
    requireHeader(http, "Mcp-Method", method);
    JsonNode meta = message.at("/params/_meta");
    if (!meta.path("io.modelcontextprotocol/protocolVersion").asText().equals("2026-07-28")
        || !meta.path("io.modelcontextprotocol/clientCapabilities").isObject()) {
      wrong.add("_meta: " + meta);
    }
    ObjectNode result;
    switch (method) {
      case "server/discover" -> {
        result = JSON.createObjectNode();
        result.putArray("supportedVersions").add("2026-07-28");
        result.putObject("capabilities").putObject("tools");
      }
      case "tools/list" -> result = list();
      case "tools/call" -> {
        requireHeader(http, "Mcp-Name", message.at("/params/name").asText());
        if (message.at("/params/arguments/days").isNumber()) {
          requireHeader(http, "Mcp-Param-Days", message.at("/params/arguments/days").asText());
        }
        result = call(message);
      }
      default -> {
        send(http, 404, "application/json", error(message));
        return;
      }
    }
    result.put("resultType", "complete");
    send(http, 200, "application/json", result(message, result).toString());
  }

  private void answerOlder(HttpExchange http, JsonNode message) throws IOException {
    String method = message.path("method").asText();
    if (method.equals("initialize")) {
      http.getResponseHeaders().set("Mcp-Session-Id", session);
      ObjectNode result = JSON.createObjectNode().put("protocolVersion", "2025-11-25");
      result.putObject("capabilities").putObject("tools").put("listChanged", true);
      result.putObject("serverInfo").put("name", "fake").put("version", "1");
      stream(http, result(message, result));
      return;
    }
    String given = http.getRequestHeaders().getFirst("Mcp-Session-Id");
    if (given == null) {
      send(http, 400, "text/plain", "Bad Request: no session");
    } else if (!given.equals(session)) {
      send(http, 404, "text/plain", "Not Found: session");
    } else if (message.get("id") == null) {
      http.sendResponseHeaders(202, -1);
    } else if (method.equals("tools/list")) {
      stream(http, result(message, list()));
    } else if (method.equals("tools/call")) {
      stream(http, result(message, call(message)));
    } else {
      send(http, 200, "application/json", error(message));
    }
  }

  private ObjectNode list() {
    ObjectNode result = JSON.createObjectNode();
    ArrayNode all = result.putArray("tools");
    tools.values().forEach(all::add);
    return result;
  }

  private ObjectNode call(JsonNode message) {
    calls.add(message.get("params"));
    return answer.deepCopy();
  }

  private void stream(HttpExchange http, JsonNode message) throws IOException {
    var events = new ArrayList<String>();
    events.add(": hello\n\n");
    if (announces) {
      announces = false;
      events.add("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n");
    }
    events.add("event: message\ndata: " + message + "\n\n");
    send(http, 200, "text/event-stream", String.join("", events));
  }

  private void requireHeader(HttpExchange http, String name, String value) {
    String given = http.getRequestHeaders().getFirst(name);
    if (!value.equals(given)) {
      wrong.add("%s: '%s', not '%s'".formatted(name, given, value));
    }
  }

  private static ObjectNode result(JsonNode message, JsonNode result) {
    ObjectNode all = JSON.createObjectNode().put("jsonrpc", "2.0");
    all.set("id", message.get("id"));
    all.set("result", result);
    return all;
  }

  private static String error(JsonNode message) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}"
        .formatted(message.get("id"));
  }

  private static void send(HttpExchange http, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().set("Content-Type", type);
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
