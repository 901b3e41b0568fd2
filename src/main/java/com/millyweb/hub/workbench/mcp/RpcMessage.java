package com.millyweb.hub.workbench.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.schema.ClosedSchema;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends: a request, a notification (without an id), or an answer (without a method).
 *
 * @param id null for a notification
 * @param method null for an answer
 * @param params an empty object where there are none
 * @param whole all of it
 */
record RpcMessage(@Nullable JsonNode id, @Nullable String method, JsonNode params, JsonNode whole) {
  private static final int DEEPEST = 64;
  private static final ObjectMapper JSON = mapper();

  /**
   * @throws RpcError when it is no message
   */
  static RpcMessage read(byte[] body) throws RpcError {
    JsonNode whole;
    try {
      whole = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new RpcError(RpcError.PARSE, "The body is not JSON" + ClosedSchema.place(e));
    } catch (IOException e) {
      throw new RpcError(RpcError.PARSE, "The body is not JSON");
    }
    if (!whole.isObject() || !whole.path("jsonrpc").asText().equals("2.0")) {
      throw new RpcError(
          RpcError.INVALID_REQUEST,
          "The body must be one message of JSON-RPC 2.0, an object with \"jsonrpc\": \"2.0\"");
    }
    JsonNode id = whole.get("id");
    if (id != null && !id.isTextual() && !id.isIntegralNumber()) {
      throw new RpcError(RpcError.INVALID_REQUEST, "'id' must be a text or an integer, was: " + id);
    }
    JsonNode method = whole.get("method");
    if (method == null ? id == null : !method.isTextual()) {
      throw new RpcError(RpcError.INVALID_REQUEST, "'method' must be a text");
    }
    JsonNode params = whole.get("params");
    if (params != null && !params.isObject()) {
      throw new RpcError(RpcError.INVALID_REQUEST, "'params' must be an object");
    }
    return new RpcMessage(
        id,
        method == null ? null : method.asText(),
        params == null ? JsonNodeFactory.instance.objectNode() : params,
        whole);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode result(@Nullable JsonNode id, JsonNode result) {
    ObjectNode message = object().put("jsonrpc", "2.0");
    message.set("id", id);
    message.set("result", result);
    return message;
  }

  static ObjectNode error(@Nullable JsonNode id, RpcError error) {
    ObjectNode message = object().put("jsonrpc", "2.0");
    message.set("id", id);
    ObjectNode told =
        message.putObject("error").put("code", error.code()).put("message", error.getMessage());
    if (error.data() != null) {
      told.set("data", error.data());
    }
    return message;
  }

  /**
   * @param id null for a notification
   */
  static ObjectNode request(@Nullable String id, String method, JsonNode params) {
    ObjectNode message = object().put("jsonrpc", "2.0");
    if (id != null) {
      message.put("id", id);
    }
    message.put("method", method);
    message.set("params", params);
    return message;
  }

  private static ObjectMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    return mapper;
  }
}
