package com.millyweb.hub.workbench.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.text.Digest;
import com.millyweb.hub.text.Truncate;
import com.millyweb.hub.workbench.access.AdminToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks the person at a client about a call, by elicitation: on exactly the arguments shown, and for
 * one call.
 *
 * <p>In the older era the question goes along the stream of the call, and the answer comes as a
 * request of its own. In the newer one the call ends with the question, and is sent again with the
 * answer and a signed word of what was asked.
 */
@Component
final class Confirmations {
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final String CONFIRM = "confirm";
  private static final int SHOWN = 2_000;

  /** Whose questions of the older era wait, by their ids. */
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

  /** Signed words that were used, until they would run out anyway. */
  private final Map<String, Instant> used = new ConcurrentHashMap<>();

  private final byte[] key;
  private final Clock clock;

  Confirmations(AdminToken token, Clock clock) {
    this.key =
        Digest.hmac(token.reveal().getBytes(StandardCharsets.UTF_8), bytes("mcp confirmations"));
    this.clock = clock;
  }

  private record Waiting(Client client, CompletableFuture<JsonNode> answer) {}

  /** A question that was sent along a stream. */
  record Open(String id, CompletableFuture<JsonNode> answer) {}

  /** What the person is asked. */
  static ObjectNode question(String tool, JsonNode arguments) {
    ObjectNode params =
        RpcMessage.object()
            .put("mode", "form")
            .put(
                "message",
                "May '%s' be called with %s? It may destroy something."
                    .formatted(tool, Truncate.to(arguments.toString(), SHOWN)));
    ObjectNode schema = params.putObject("requestedSchema").put("type", "object");
    schema
        .putObject("properties")
        .putObject(CONFIRM)
        .put("type", "boolean")
        .put("title", "Do it")
        .put("default", false);
    schema.putArray("required").add(CONFIRM);
    return params;
  }

  static boolean isYes(JsonNode answer) {
    return answer.path("action").asText().equals("accept")
        && answer.path("content").path(CONFIRM).isBoolean()
        && answer.path("content").path(CONFIRM).booleanValue();
  }

  Open open(Client client) {
    String id = "confirm-" + UUID.randomUUID();
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, new Waiting(client, answer));
    return new Open(id, answer);
  }

  void close(Open question) {
    waiting.remove(question.id());
  }

  /** Takes an answer of the older era, if somebody waits for it who sent it. */
  void answered(Client client, RpcMessage message) {
    JsonNode id = message.id();
    Waiting asked = id == null ? null : waiting.get(id.asText());
    if (asked != null && asked.client().key(null).equals(client.key(null))) {
      // an error is no yes
      asked.answer().complete(message.whole().path("result"));
    }
  }

  /** The end of a call of the newer era that asks. */
  ObjectNode inputRequired(Client client, String tool, JsonNode arguments) {
    ObjectNode result = RpcMessage.object().put("resultType", "input_required");
    ObjectNode request =
        result.putObject("inputRequests").putObject(CONFIRM).put("method", "elicitation/create");
    request.set("params", question(tool, arguments));
    String words = clock.instant().plus(PATIENCE).getEpochSecond() + "." + UUID.randomUUID();
    return result.put("requestState", words + "." + signed(words, client, tool, arguments));
  }

  /**
   * Whether the person said yes to this very call; false where they said no.
   *
   * @throws RpcError when nothing was asked about it, or too long ago, or it was done already
   */
  boolean confirmed(Client client, String tool, JsonNode arguments, JsonNode params)
      throws RpcError {
    String state = params.path("requestState").asText();
    int dot = state.lastIndexOf('.');
    String words = dot < 0 ? "" : state.substring(0, dot);
    Instant until = until(words);
    boolean good =
        until != null
            && MessageDigest.isEqual(
                bytes(signed(words, client, tool, arguments)), bytes(state.substring(dot + 1)));
    if (!good) {
      throw new RpcError(
          RpcError.INVALID_PARAMS, "'requestState' is not one that this call was answered with");
    }
    Instant now = clock.instant();
    used.values().removeIf(now::isAfter);
    if (now.isAfter(until) || used.putIfAbsent(words, until) != null) {
      throw new RpcError(
          RpcError.INVALID_PARAMS,
          "'requestState' is used or older than %d minutes; call again without it"
              .formatted(PATIENCE.toMinutes()));
    }
    return isYes(params.path("inputResponses").path(CONFIRM));
  }

  private static @Nullable Instant until(String words) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(words.replaceFirst("\\..*", "")));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private String signed(String words, Client client, String tool, JsonNode arguments) {
    byte[] line = {'\n'};
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            Digest.hmac(
                key,
                bytes(words),
                line,
                bytes(client.caller().name()),
                line,
                bytes(tool),
                line,
                Digest.sha256(arguments.toString())));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
