package com.millyweb.hub.workbench.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.workbench.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a message, and in which era of the protocol.
 *
 * @param modern 2026-07-28: what a request needs to be understood stands in it
 * @param session what a client of the older era was given at its beginning; null for none
 * @param elicits whether it can ask its person with a form
 */
record Client(Caller caller, boolean modern, @Nullable String session, boolean elicits) {
  static final String VERSION = "MCP-Protocol-Version";
  static final String SESSION = "Mcp-Session-Id";
  static final String MODERN = "2026-07-28";

  /** The newest first. */
  private static final List<String> OLDER = List.of("2025-11-25", "2025-06-18");

  private static final String METHOD = "Mcp-Method";
  private static final String NAME = "Mcp-Name";
  private static final String META = "io.modelcontextprotocol/";
  private static final Map<String, String> NAMED =
      Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

  /**
   * A session is these words and a random part: what a client can is all there is to know of it.
   */
  private static final String WITH_FORMS = "forms-";

  private static final String WITHOUT = "plain-";

  /** Versions that are served. */
  static ArrayNode versions() {
    ArrayNode versions = RpcMessage.object().putArray("supported");
    versions.add(MODERN);
    OLDER.forEach(versions::add);
    return versions;
  }

  /** The version that a client of the older era is answered which asks for one. */
  static String older(String asked) {
    return OLDER.contains(asked) ? asked : OLDER.get(0);
  }

  static String newSession(JsonNode capabilities) {
    return (forms(capabilities) ? WITH_FORMS : WITHOUT) + UUID.randomUUID();
  }

  /**
   * @throws RpcError when headers and message do not go together, or are of an unknown version
   */
  static Client of(Caller caller, HttpServletRequest request, RpcMessage message) throws RpcError {
    String version = once(request, VERSION);
    JsonNode meta = message.params().path("_meta");
    boolean says = meta.has(META + "protocolVersion");
    if (MODERN.equals(version) || says || "server/discover".equals(message.method())) {
      return modern(caller, request, message, version);
    }
    requireServed(version == null ? OLDER.get(0) : version);
    String session = once(request, SESSION);
    return new Client(caller, false, session, session != null && session.startsWith(WITH_FORMS));
  }

  private static Client modern(
      Caller caller, HttpServletRequest request, RpcMessage message, @Nullable String version)
      throws RpcError {
    if (message.method() == null) {
      throw new RpcError(RpcError.INVALID_REQUEST, "Answers are not sent as messages in " + MODERN);
    }
    if (message.id() == null) {
      requireServed(version == null ? "" : version);
      return new Client(caller, true, null, false);
    }
    JsonNode meta = message.params().path("_meta");
    for (String key : List.of("protocolVersion", "clientCapabilities")) {
      if (!meta.has(META + key)) {
        throw new RpcError(
            RpcError.INVALID_PARAMS, "'params._meta' must have '%s%s'".formatted(META, key));
      }
    }
    requireSame(VERSION, version, meta.path(META + "protocolVersion").asText());
    requireSame(METHOD, once(request, METHOD), message.method());
    String named = NAMED.get(message.method());
    if (named != null && message.params().path(named).isTextual()) {
      requireSame(NAME, decoded(once(request, NAME)), message.params().path(named).asText());
    }
    requireServed(String.valueOf(version));
    return new Client(caller, true, null, forms(meta.path(META + "clientCapabilities")));
  }

  /** Whoever reads the first of two and whoever reads the last would see different things. */
  private static @Nullable String once(HttpServletRequest request, String name) throws RpcError {
    List<String> values = Collections.list(request.getHeaders(name));
    if (values.size() > 1) {
      throw new RpcError(
          RpcError.HEADER_MISMATCH, "The header %s must be given once".formatted(name));
    }
    return values.isEmpty() ? null : values.get(0);
  }

  private static void requireSame(String header, @Nullable String given, String said)
      throws RpcError {
    if (!Objects.equals(given, said)) {
      throw new RpcError(
          RpcError.HEADER_MISMATCH,
          "The header %s must say what the message says, '%s', was: %s"
              .formatted(header, said, given == null ? "missing" : "'" + given + "'"));
    }
  }

  private static void requireServed(String version) throws RpcError {
    // what sends no version is of 2025-03-26, whose requests are the same but for batches
    if (!version.equals(MODERN) && !OLDER.contains(version) && !version.equals("2025-03-26")) {
      ObjectNode data = RpcMessage.object().put("requested", version);
      data.set("supported", versions());
      throw new RpcError(
          RpcError.UNSUPPORTED_VERSION,
          "This hub speaks %s and %s, not '%s'"
              .formatted(MODERN, String.join(", ", OLDER), version),
          data);
    }
  }

  private static @Nullable String decoded(@Nullable String header) {
    if (header == null || !header.startsWith("=?base64?") || !header.endsWith("?=")) {
      return header;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(header.substring(9, header.length() - 2));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return header;
    }
  }

  /** Clients from before there were other ways say nothing more. */
  private static boolean forms(JsonNode capabilities) {
    JsonNode elicitation = capabilities.get("elicitation");
    return elicitation != null
        && elicitation.isObject()
        && (elicitation.isEmpty() || elicitation.has("form"));
  }

  /** Of one of its requests, for as long as that is under way. */
  String key(@Nullable JsonNode request) {
    return caller.name() + "\n" + session + "\n" + request;
  }
}
