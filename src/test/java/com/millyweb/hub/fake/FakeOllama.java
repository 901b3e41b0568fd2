package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ollama as https://github.com/ollama/ollama/blob/main/docs/api.md has it: answers are streams of
 * JSON lines. A model that it does not have is a 404; what has more words than {@code num_ctx} is a
 * 400, because the hub does not want it to be cut.
 */
public final class FakeOllama extends FakeModels {
  private final Set<String> models = ConcurrentHashMap.newKeySet();

  private FakeOllama(String... models) {
    this.models.addAll(Arrays.asList(models));
  }

  public static FakeOllama with(String... models) {
    return new FakeOllama(models);
  }

  public String url() {
    return origin();
  }

  /** The next question is answered so, a line of the stream for each piece. */
  public void says(String... pieces) {
    next(
        (http, question) -> {
          if (isRefused(http, question)) {
            return;
          }
          OutputStream out = stream(http);
          for (String piece : pieces) {
            write(out, chunk(question, piece));
          }
          write(out, done(question, "stop", pieces.length));
          out.close();
        });
  }

  /** The answer has no room for its end. */
  public void saysUntilCut(String text) {
    next(
        (http, question) -> {
          OutputStream out = stream(http);
          write(out, chunk(question, text));
          write(out, done(question, "length", 1));
          out.close();
        });
  }

  /** The answer begins, and an error comes in the place of its rest, although the status is 200. */
  public void breaksOff(String text, String error) {
    next(
        (http, question) -> {
          OutputStream out = stream(http);
          write(out, chunk(question, text));
          write(out, JSON.createObjectNode().put("error", error));
          out.close();
        });
  }

  /** The answer ends without its last line. */
  public void endsEarly(String text) {
    next(
        (http, question) -> {
          OutputStream out = stream(http);
          write(out, chunk(question, text));
          out.close();
        });
  }

  /** The connection breaks in the middle of a line. */
  public void isCutWithin(String text) {
    next(
        (http, question) -> {
          OutputStream out = stream(http);
          String line = chunk(question, text).toString();
          out.write(line.substring(0, line.length() / 2).getBytes(StandardCharsets.UTF_8));
          out.flush();
          throw new IOException("cut");
        });
  }

  /** A line of the answer is no JSON. */
  public void mumbles(String line) {
    next(
        (http, question) -> {
          OutputStream out = stream(http);
          out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
          out.close();
        });
  }

  /** The answer begins, and nothing more comes as long as this server runs. */
  public void stallsAfter(String text) {
    next(
        (http, question) -> {
          write(stream(http), chunk(question, text));
          awaitClosed();
        });
  }

  @Override
  String path() {
    return "/api/chat";
  }

  @Override
  @Nullable String look(String path) {
    if (path.equals("/api/version")) {
      return "{\"version\":\"0.33.0\"}";
    }
    if (!path.equals("/api/tags")) {
      return null;
    }
    ObjectNode tags = JSON.createObjectNode();
    models.forEach(model -> tags.withArray("models").addObject().put("name", model));
    return tags.toString();
  }

  @Override
  @Nullable String fault(JsonNode question) {
    return question.path("truncate").asBoolean(true) ? "truncate is on: " + question : null;
  }

  private boolean isRefused(HttpExchange http, JsonNode question) throws IOException {
    String model = question.path("model").asText();
    if (!models.contains(model)) {
      send(http, 404, "{\"error\":\"model '%s' not found\"}".formatted(model));
      return true;
    }
    JsonNode context = question.path("options").path("num_ctx");
    if (context.isNumber() && words(question) > context.asInt()) {
      send(
          http,
          400,
          "{\"error\":\"the request exceeds the available context size, %d words of %d\"}"
              .formatted(words(question), context.asInt()));
      return true;
    }
    return false;
  }

  private static int words(JsonNode question) {
    int words = 0;
    for (JsonNode message : question.path("messages")) {
      words += message.path("content").asText().split("\\s+").length;
    }
    return words;
  }

  private static OutputStream stream(HttpExchange http) throws IOException {
    http.getResponseHeaders().set("Content-Type", "application/x-ndjson");
    http.sendResponseHeaders(200, 0);
    return http.getResponseBody();
  }

  private static void write(OutputStream out, JsonNode line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static ObjectNode chunk(JsonNode question, String text) {
    ObjectNode chunk = JSON.createObjectNode();
    chunk.put("model", question.path("model").asText());
    chunk.putObject("message").put("role", "assistant").put("content", text);
    return chunk.put("done", false);
  }

  private static ObjectNode done(JsonNode question, String reason, int pieces) {
    return chunk(question, "")
        .put("done", true)
        .put("done_reason", reason)
        .put("prompt_eval_count", words(question))
        .put("eval_count", pieces);
  }
}
