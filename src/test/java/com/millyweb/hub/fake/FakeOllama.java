package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Ollama as https://github.com/ollama/ollama/blob/main/docs/api.md has it: answers are streams of
 * JSON lines. A model that it does not have is a 404; what has more words than {@code num_ctx} is a
 * 400, because the hub does not want it to be cut.
 */
public final class FakeOllama extends FakeModels {
  private final Set<String> models = ConcurrentHashMap.newKeySet();
  private final Map<String, List<String>> abilities = new ConcurrentHashMap<>();
  private final Map<String, Integer> loaded = new ConcurrentHashMap<>();
  private final AtomicInteger shown = new AtomicInteger();
  private volatile boolean silent;
  private volatile boolean terse;

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
    says(Said.text(pieces));
  }

  /** The answer has no room for its end. */
  public void saysUntilCut(String text) {
    says(Said.text(text).full());
  }

  /** The answer begins, and an error comes in the place of its rest, although the status is 200. */
  public void breaksOff(String text, String error) {
    says(Said.text(text).error(error));
  }

  /** The answer ends without its last line. */
  public void endsEarly(String text) {
    says(Said.text(text).endsEarly());
  }

  /** The connection breaks in the middle of a line. */
  public void isCutWithin(String text) {
    next(
        (http, question) -> {
          String line = chunk(question, text).toString();
          write(stream(http), line.substring(0, line.length() / 2));
          throw new IOException("cut");
        });
  }

  /** A line of the answer is no JSON. */
  public void mumbles(String line) {
    says(Said.nothing().raw(line + "\n").endsEarly());
  }

  /** The answer begins, and nothing more comes as long as this server runs. */
  public void stallsAfter(String text) {
    says(Said.text(text).until(new CountDownLatch(1)));
  }

  /** What {@code /api/show} says that a model can do; all can complete and call tools otherwise. */
  public void can(String model, String... abilities) {
    this.abilities.put(model, List.of(abilities));
  }

  /** How often it was asked what a model can do. */
  public int shown() {
    return shown.get();
  }

  /** As an older Ollama, which does not say what models can do. */
  public void tellsNoAbilities() {
    silent = true;
  }

  /** As one that says of a single model only what it can do, which 0.17 and those before do. */
  public void listsNoAbilities() {
    terse = true;
  }

  @Override
  String path() {
    return "/api/chat";
  }

  @Override
  @Nullable Line look(String path) {
    return switch (path) {
      case "/api/version" -> (http, body) -> send(http, 200, "{\"version\":\"0.33.0\"}");
      case "/api/tags" -> (http, body) -> send(http, 200, tags().toString());
      case "/api/ps" -> (http, body) -> send(http, 200, running().toString());
      case "/api/pull" -> this::pull;
      case "/api/show" -> this::show;
      default -> null;
    };
  }

  /**
   * Loads a model.
   *
   * @param context how many tokens it has room for
   */
  public void loads(String model, int context) {
    loaded.put(model, context);
  }

  private ObjectNode running() {
    ObjectNode running = JSON.createObjectNode();
    ArrayNode list = running.putArray("models");
    loaded.forEach(
        (model, context) ->
            list.addObject().put("name", tagged(model)).put("context_length", context));
    return running;
  }

  /** All models can be fetched whose names do not begin with {@code no-}. */
  private void pull(HttpExchange http, JsonNode body) throws IOException {
    String model = body.path("model").asText();
    OutputStream out = stream(http);
    write(out, "{\"status\":\"pulling manifest\"}\n");
    if (model.startsWith("no-")) {
      write(out, "{\"error\":\"pull model manifest: file does not exist\"}\n");
    } else {
      for (int done : new int[] {0, 500, 1000}) {
        write(
            out,
            "{\"status\":\"pulling abc\",\"digest\":\"sha256:abc\",\"total\":1000,\"completed\":%d}\n"
                .formatted(done));
      }
      write(out, "{\"status\":\"verifying sha256 digest\"}\n{\"status\":\"success\"}\n");
      models.add(model);
    }
    out.close();
  }

  private ObjectNode tags() {
    ObjectNode tags = JSON.createObjectNode();
    ArrayNode list = tags.putArray("models");
    for (String model : models) {
      ObjectNode listed =
          list.addObject()
              .put("name", tagged(model))
              .put("model", tagged(model))
              .put("size", 5_200_000_000L);
      if (!terse) {
        listed.set("capabilities", JSON.valueToTree(abilities(model)));
      }
    }
    return tags;
  }

  /** A list has the whole name. */
  private static String tagged(String model) {
    return model.contains(":") ? model : model + ":latest";
  }

  private List<String> abilities(String model) {
    return abilities.getOrDefault(model, List.of("completion", "tools"));
  }

  private void show(HttpExchange http, JsonNode body) throws IOException {
    shown.incrementAndGet();
    String model = body.path("model").asText().replaceFirst(":latest$", "");
    if (silent || !models.contains(model)) {
      send(http, 404, "{\"error\":\"model '%s' not found\"}".formatted(model));
    } else {
      ObjectNode shows = JSON.createObjectNode();
      shows.set("capabilities", JSON.valueToTree(abilities(model)));
      send(http, 200, shows.toString());
    }
  }

  @Override
  @Nullable String fault(JsonNode question) {
    return question.path("truncate").asBoolean(true) ? "truncate is on: " + question : null;
  }

  @Override
  void say(HttpExchange http, JsonNode question, Said said)
      throws IOException, InterruptedException {
    if (isRefused(http, said) || isRefused(http, question)) {
      return;
    }
    OutputStream out = stream(http);
    int pieces = 0;
    int calls = 0;
    String reason = "stop";
    for (Said.Step step : said.steps()) {
      if (step instanceof Said.Step.Text text) {
        write(out, chunk(question, text.part()) + "\n");
        pieces++;
      } else if (step instanceof Said.Step.Thinking thinking) {
        ObjectNode chunk = chunk(question, "");
        ((ObjectNode) chunk.path("message")).put("thinking", thinking.part());
        write(out, chunk + "\n");
        pieces++;
      } else if (step instanceof Said.Step.Calls some) {
        write(out, calls(question, some.calls(), calls) + "\n");
        calls += some.calls().size();
        pieces++;
      } else if (step instanceof Said.Step.Endless endless) {
        endlessly(out, chunk(question, endless.part()) + "\n");
      } else if (step instanceof Said.Step.Error error) {
        write(out, JSON.createObjectNode().put("error", error.message()) + "\n");
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
    write(out, done(question, reason, pieces) + "\n");
    out.close();
  }

  private boolean isRefused(HttpExchange http, JsonNode question) throws IOException {
    String model = question.path("model").asText();
    if (!models.contains(model)) {
      send(http, 404, "{\"error\":\"model '%s' not found\"}".formatted(model));
      return true;
    }
    if (question.has("tools") && !abilities(model).contains("tools")) {
      send(http, 400, "{\"error\":\"\\\"%s\\\" does not support tools\"}".formatted(model));
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

  private static OutputStream stream(HttpExchange http) throws IOException {
    http.getResponseHeaders().set("Content-Type", "application/x-ndjson");
    http.sendResponseHeaders(200, 0);
    return http.getResponseBody();
  }

  private static ObjectNode calls(JsonNode question, List<Said.Call> calls, int before) {
    ObjectNode chunk = chunk(question, "");
    int index = before;
    for (Said.Call call : calls) {
      ObjectNode written = ((ObjectNode) chunk.path("message")).withArray("tool_calls").addObject();
      if (!call.id().isEmpty()) {
        written.put("id", call.id());
      }
      written
          .putObject("function")
          .put("index", index++)
          .put("name", call.name())
          .set("arguments", value(call.arguments()));
    }
    return chunk;
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
