package com.millyweb.hub.service.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.secret.Secret;
import com.millyweb.hub.text.Truncate;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Speaks MCP to one server over streamable HTTP, in the era that it answers in: 2026-07-28, where
 * it knows that, and 2025-11-25 or 2025-06-18 otherwise.
 */
final class McpConnection implements AutoCloseable {
  private static final String MODERN = "2026-07-28";
  private static final String OLDER = "2025-11-25";
  private static final String META = "io.modelcontextprotocol/";
  private static final int DEEPEST = 100;
  private static final int MOST_SAID = 300;
  private static final ObjectMapper JSON = mapper();

  private final String server;
  private final URI url;
  private final @Nullable Secret token;
  private final OutgoingHttp http;
  private final AtomicLong ids = new AtomicLong();

  /** Null before the first question, and after the server forgot it. */
  private volatile @Nullable Session session;

  /** Whether the server said that it has other tools than before. */
  private volatile boolean changed;

  /**
   * @param http that may connect to the server
   */
  McpConnection(String server, URI url, @Nullable Secret token, OutgoingHttp http) {
    this.server = server;
    this.url = url;
    this.token = token;
    this.http = http;
  }

  /**
   * @param id what an older server wants to hear again; null for nothing
   */
  private record Session(String version, @Nullable String id) {
    boolean modern() {
      return version.equals(MODERN);
    }
  }

  /** Whether the server said so since this was asked last. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /**
   * Asks for something.
   *
   * @param headers that servers of the newer era want besides
   * @return the result
   * @throws McpRefusal when the server answers with an error
   * @throws IOException when it is away, or its answer is not MCP
   */
  JsonNode ask(String method, ObjectNode params, Map<String, String> headers)
      throws IOException, McpRefusal {
    Session known = session;
    if (known != null) {
      try {
        return ask(known, method, params, headers);
      } catch (Forgotten e) {
        session = null;
      }
    }
    Session begun = begin();
    session = begun;
    return ask(begun, method, params, headers);
  }

  private Session begin() throws IOException, McpRefusal {
    try {
      JsonNode found =
          ask(new Session(MODERN, null), "server/discover", JSON.createObjectNode(), Map.of());
      for (JsonNode version : found.path("supportedVersions")) {
        if (version.asText().equals(MODERN)) {
          return new Session(MODERN, null);
        }
      }
    } catch (McpRefusal | IOException e) {
      // an older one does not know the question, and says so in many ways
    }
    ObjectNode params = JSON.createObjectNode().put("protocolVersion", OLDER);
    params.putObject("capabilities");
    params.putObject("clientInfo").put("name", "hub").put("title", "Hub").put("version", "1");
    OutgoingHttp.Answer answer = send(null, "initialize", params, ids.incrementAndGet(), Map.of());
    JsonNode result = result(answer, "initialize");
    String version = result.path("protocolVersion").asText();
    if (!version.matches("20\\d\\d-\\d\\d-\\d\\d")) {
      throw new IOException(at() + "it began with no version of MCP");
    }
    Session begun = new Session(version, answer.headers().get("Mcp-Session-Id"));
    send(begun, "notifications/initialized", JSON.createObjectNode(), null, Map.of());
    return begun;
  }

  private JsonNode ask(
      Session session, String method, ObjectNode params, Map<String, String> headers)
      throws IOException, McpRefusal {
    OutgoingHttp.Answer answer = send(session, method, params, ids.incrementAndGet(), headers);
    if (answer.status() == 404 && session.id() != null) {
      throw new Forgotten();
    }
    return result(answer, method);
  }

  private OutgoingHttp.Answer send(
      @Nullable Session session,
      String method,
      ObjectNode params,
      @Nullable Long id,
      Map<String, String> more)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json, text/event-stream");
    if (token != null) {
      headers.put("Authorization", "Bearer " + token.reveal());
    }
    if (session != null) {
      headers.put("MCP-Protocol-Version", session.version());
      if (session.id() != null) {
        headers.put("Mcp-Session-Id", session.id());
      }
    }
    ObjectNode sent = params.deepCopy();
    if (session != null && session.modern()) {
      headers.putAll(more);
      headers.put("Mcp-Method", method);
      if (params.has("name")) {
        headers.put("Mcp-Name", McpHeader.of(params.path("name").asText()));
      }
      ObjectNode meta = sent.putObject("_meta").put(META + "protocolVersion", MODERN);
      meta.putObject(META + "clientCapabilities");
      meta.putObject(META + "clientInfo").put("name", "hub").put("version", "1");
    }
    ObjectNode message = JSON.createObjectNode().put("jsonrpc", "2.0");
    if (id != null) {
      message.put("id", id);
    }
    message.put("method", method);
    message.set("params", sent);
    try {
      return http.send(
          "POST",
          url,
          "application/json",
          message.toString().getBytes(StandardCharsets.UTF_8),
          headers);
    } catch (IOException e) {
      throw new IOException(at() + said(String.valueOf(e.getMessage())), e);
    }
  }

  private JsonNode result(OutgoingHttp.Answer answer, String method)
      throws IOException, McpRefusal {
    if (answer.status() == 401 || answer.status() == 403) {
      throw new IOException(
          at()
              + "it answered %d; is hub.mcp.servers.%s.token right?"
                  .formatted(answer.status(), server));
    }
    JsonNode message = message(answer, method);
    if (message == null) {
      String why = at() + "it answered %d to %s: %s";
      String text = said(answer.text());
      // what is not there as a method is no trouble of the network
      if (answer.status() == 400 || answer.status() == 404 || answer.status() == 405) {
        throw new McpRefusal(why.formatted(answer.status(), method, text));
      }
      throw new IOException(why.formatted(answer.status(), method, text));
    }
    if (message.has("error")) {
      throw new McpRefusal(
          "the MCP server '%s' refused %s: %s"
              .formatted(server, method, said(message.at("/error/message").asText())));
    }
    return message.path("result");
  }

  /** The answer of a stream or a whole one; null when it is none. */
  private @Nullable JsonNode message(OutgoingHttp.Answer answer, String method) throws IOException {
    String type = answer.headers().getOrDefault("Content-Type", "");
    if (!type.startsWith("text/event-stream")) {
      JsonNode message = json(answer.text());
      return message != null
              && message.isObject()
              && (message.has("result") || message.has("error"))
          ? message
          : null;
    }
    JsonNode found = null;
    var data = new StringBuilder();
    for (String line : (answer.text() + "\n\n").split("\r\n|\n|\r", -1)) {
      if (line.startsWith("data:")) {
        data.append(line.substring(5).strip()).append('\n');
      } else if (line.isEmpty() && data.length() > 0) {
        JsonNode message = json(data.toString());
        data.setLength(0);
        if (message != null
            && message.path("method").asText().equals("notifications/tools/list_changed")) {
          changed = true;
        } else if (message != null && (message.has("result") || message.has("error"))) {
          found = message;
        }
      }
    }
    if (found == null && !answer.whole()) {
      throw new IOException(at() + "the answer to %s broke off, or is too long".formatted(method));
    }
    return found;
  }

  private static @Nullable JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static String said(String text) {
    return Truncate.line(Redaction.instance().redact(VisibleText.of(text)), MOST_SAID);
  }

  private String at() {
    return "the MCP server '%s' (%s://%s) is away: "
        .formatted(server, url.getScheme(), url.getAuthority());
  }

  private static ObjectMapper mapper() {
    var mapper = new ObjectMapper();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    return mapper;
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  /** An older server does not know its client any more. */
  private static final class Forgotten extends IOException {
    private static final long serialVersionUID = 1;
  }
}
