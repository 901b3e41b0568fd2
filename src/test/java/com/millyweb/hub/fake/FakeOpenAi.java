package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A server as https://platform.openai.com/docs/api-reference/chat has it. A wrong token is a 401
 * that repeats the token, as some servers do.
 */
public final class FakeOpenAi extends FakeModels {
  public static final String TOKEN = "sk-test-token-of-the-hub-0123";

  private FakeOpenAi() {}

  public static FakeOpenAi start() {
    return new FakeOpenAi();
  }

  public String url() {
    return origin() + "/v1";
  }

  /** The next question is answered so. */
  public void says(String text) {
    next(
        (http, question) -> {
          String token =
              String.valueOf(http.getRequestHeaders().getFirst("Authorization"))
                  .replaceFirst("^Bearer ", "");
          if (token.equals(TOKEN)) {
            send(http, 200, completion(question, text, "stop").toString());
          } else {
            refuses(http, token);
          }
        });
  }

  /** The model does not want to. */
  public void declines(String why) {
    next(
        (http, question) -> {
          ObjectNode declined = completion(question, "", "stop");
          ((ObjectNode) declined.at("/choices/0/message")).putNull("content").put("refusal", why);
          send(http, 200, declined.toString());
        });
  }

  /** An error as such servers tell it. */
  public void fails(int status, String code, String message, String... headers) {
    ObjectNode error = JSON.createObjectNode();
    error.putObject("error").put("code", code).put("message", message);
    answers(status, error.toString(), headers);
  }

  @Override
  String path() {
    return "/v1/chat/completions";
  }

  @Override
  @Nullable String look(String path) {
    return path.equals("/v1/models") ? "{\"data\":[]}" : null;
  }

  @Override
  @Nullable String fault(JsonNode question) {
    return question.path("messages").isEmpty() ? "no messages: " + question : null;
  }

  private static void refuses(HttpExchange http, String token) throws IOException {
    send(
        http,
        401,
        "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"Incorrect API key provided: %s\"}}"
            .formatted(token));
  }

  private static ObjectNode completion(JsonNode question, String text, String reason) {
    ObjectNode completion = JSON.createObjectNode();
    completion.put("model", question.path("model").asText());
    ObjectNode choice = completion.putArray("choices").addObject();
    choice.put("finish_reason", reason);
    choice.putObject("message").put("role", "assistant").put("content", text);
    completion.putObject("usage").put("prompt_tokens", 21).put("completion_tokens", 7);
    return completion;
  }
}
