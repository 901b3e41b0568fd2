package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
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
    says(Said.text(text));
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
  @Nullable Line look(String path) {
    return path.equals("/v1/models")
        ? (http, body) -> send(http, 200, "{\"object\":\"list\",\"data\":[]}")
        : null;
  }

  @Override
  @Nullable String fault(JsonNode question) {
    return question.path("messages").isEmpty() ? "no messages: " + question : null;
  }

  @Override
  void say(HttpExchange http, JsonNode question, Said said)
      throws IOException, InterruptedException {
    String token =
        String.valueOf(http.getRequestHeaders().getFirst("Authorization"))
            .replaceFirst("^Bearer ", "");
    if (!token.equals(TOKEN)) {
      refuses(http, token);
    } else if (!isRefused(http, said)) {
      if (question.path("stream").asBoolean()) {
        stream(http, question, said);
      } else {
        send(http, 200, whole(question, said).toString());
      }
    }
  }

  private void stream(HttpExchange http, JsonNode question, Said said)
      throws IOException, InterruptedException {
    http.getResponseHeaders().set("Content-Type", "text/event-stream");
    http.sendResponseHeaders(200, 0);
    OutputStream out = http.getResponseBody();
    int calls = 0;
    String reason = "";
    for (Said.Step step : said.steps()) {
      if (step instanceof Said.Step.Text text) {
        write(out, event(delta(question, "content", text.part())));
      } else if (step instanceof Said.Step.Thinking thinking) {
        write(out, event(delta(question, "reasoning_content", thinking.part())));
      } else if (step instanceof Said.Step.Calls some) {
        for (Said.Call call : some.calls()) {
          pieces(out, question, call, calls++);
        }
      } else if (step instanceof Said.Step.Error error) {
        write(out, event(error(error.message())));
        out.close();
        return;
      } else if (step instanceof Said.Step.EndsEarly) {
        out.close();
        return;
      } else if (step instanceof Said.Step.End end) {
        reason = end.reason();
      } else {
        common(out, step);
      }
    }
    ObjectNode last = chunk(question);
    ((ObjectNode) last.path("choices").path(0))
        .put("finish_reason", reason.isEmpty() ? calls > 0 ? "tool_calls" : "stop" : reason);
    write(out, event(last));
    if (question.at("/stream_options/include_usage").asBoolean()) {
      ObjectNode usage = chunk(question);
      usage.putArray("choices");
      write(out, event(used(usage)));
    }
    write(out, "data: [DONE]\n\n");
    out.close();
  }

  /** A call comes in three pieces, as OpenAI sends it: its name, and then its arguments. */
  private static void pieces(OutputStream out, JsonNode question, Said.Call call, int index)
      throws IOException {
    ObjectNode first = chunk(question);
    ObjectNode named = piece(first, index).put("type", "function");
    if (!call.id().isEmpty()) {
      named.put("id", call.id());
    }
    named.putObject("function").put("name", call.name()).put("arguments", "");
    write(out, event(first));
    int half = call.arguments().length() / 2;
    for (String part :
        List.of(call.arguments().substring(0, half), call.arguments().substring(half))) {
      ObjectNode next = chunk(question);
      piece(next, index).putObject("function").put("arguments", part);
      write(out, event(next));
    }
  }

  private static ObjectNode piece(ObjectNode chunk, int index) {
    return ((ObjectNode) chunk.at("/choices/0/delta"))
        .withArray("tool_calls")
        .addObject()
        .put("index", index);
  }

  private static ObjectNode chunk(JsonNode question) {
    ObjectNode chunk = JSON.createObjectNode().put("object", "chat.completion.chunk");
    chunk.put("model", question.path("model").asText());
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta");
    choice.putNull("finish_reason");
    return chunk;
  }

  private static ObjectNode delta(JsonNode question, String key, String part) {
    ObjectNode chunk = chunk(question);
    ((ObjectNode) chunk.at("/choices/0/delta")).put(key, part);
    return chunk;
  }

  private static String event(JsonNode json) {
    return "data: " + json + "\n\n";
  }

  private static ObjectNode error(String message) {
    ObjectNode error = JSON.createObjectNode();
    error.putObject("error").put("message", message);
    return error;
  }

  private ObjectNode whole(JsonNode question, Said said) throws IOException, InterruptedException {
    var text = new StringBuilder();
    var thinking = new StringBuilder();
    List<Said.Call> calls = new ArrayList<>();
    String reason = "";
    for (Said.Step step : said.steps()) {
      if (step instanceof Said.Step.Text part) {
        text.append(part.part());
      } else if (step instanceof Said.Step.Thinking part) {
        thinking.append(part.part());
      } else if (step instanceof Said.Step.Calls some) {
        calls.addAll(some.calls());
      } else if (step instanceof Said.Step.Error error) {
        return error(error.message());
      } else if (step instanceof Said.Step.EndsEarly) {
        throw new IOException("ends early");
      } else if (step instanceof Said.Step.End end) {
        reason = end.reason();
      } else {
        common(OutputStream.nullOutputStream(), step);
      }
    }
    ObjectNode whole =
        completion(
            question,
            text.toString(),
            reason.isEmpty() ? calls.isEmpty() ? "stop" : "tool_calls" : reason);
    ObjectNode message = (ObjectNode) whole.at("/choices/0/message");
    if (text.isEmpty()) {
      message.putNull("content");
    }
    if (!thinking.isEmpty()) {
      message.put("reasoning_content", thinking.toString());
    }
    for (Said.Call call : calls) {
      message
          .withArray("tool_calls")
          .addObject()
          .put("id", call.id())
          .put("type", "function")
          .putObject("function")
          .put("name", call.name())
          .put("arguments", call.arguments());
    }
    return whole;
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
    return used(completion);
  }

  private static ObjectNode used(ObjectNode completion) {
    completion.putObject("usage").put("prompt_tokens", 21).put("completion_tokens", 7);
    return completion;
  }
}
