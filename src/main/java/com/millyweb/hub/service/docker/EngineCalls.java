package com.millyweb.hub.service.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own JSON. A container that is made again from what docker-java knows of it would
 * lose the settings that docker-java does not know.
 */
record EngineCalls(DockerHttpClient http) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NOT_MODIFIED = 304;
  private static final int FIRST_FAILURE = 400;
  private static final int LONGEST_REASON = 500;

  /**
   * @throws EngineRefused with any other answer than what was asked for
   */
  JsonNode get(String path) {
    return call(Method.GET, path, null, Map.of());
  }

  JsonNode get(String path, Map<String, String> headers) {
    return call(Method.GET, path, null, headers);
  }

  /** Null for what the engine does not know. */
  @Nullable JsonNode find(String path) {
    try {
      return get(path);
    } catch (EngineRefused e) {
      if (e.isNotFound()) {
        return null;
      }
      throw e;
    }
  }

  JsonNode post(String path) {
    return call(Method.POST, path, null, Map.of());
  }

  JsonNode post(String path, JsonNode body) {
    return call(Method.POST, path, body, Map.of());
  }

  /** What is gone already is no failure. */
  void delete(String path) {
    try {
      call(Method.DELETE, path, null, Map.of());
    } catch (EngineRefused e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  private JsonNode call(
      Method method, String path, @Nullable JsonNode body, Map<String, String> headers) {
    var request = Request.builder().method(method).path(path).putAllHeaders(headers);
    try {
      if (body != null) {
        request.putHeader("Content-Type", "application/json");
        request.bodyBytes(JSON.writeValueAsBytes(body));
      }
      try (DockerHttpClient.Response response = http.execute(request.build());
          InputStream in = response.getBody()) {
        byte[] answer = in.readAllBytes();
        int status = response.getStatusCode();
        if (status >= FIRST_FAILURE) {
          throw new EngineRefused(
              "%s %s: %s".formatted(method, path.replaceFirst("\\?.*", ""), reason(answer)),
              status);
        }
        return status == NOT_MODIFIED || answer.length == 0
            ? MissingNode.getInstance()
            : JSON.readTree(answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reason(byte[] answer) {
    String text = new String(answer, StandardCharsets.UTF_8).strip();
    String message;
    try {
      message = JSON.readTree(text).path("message").asText();
    } catch (IOException e) {
      message = text;
    }
    String said = message.isEmpty() ? "refused" : message;
    return said.length() > LONGEST_REASON ? said.substring(0, LONGEST_REASON) : said;
  }
}
