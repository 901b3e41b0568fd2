package com.millyweb.hub.service.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.http.AnswerTooLarge;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.StreamedAnswer;
import com.millyweb.hub.http.StreamedHttp;
import com.millyweb.hub.http.StreamedHttp.Limits;
import com.millyweb.hub.model.AnswerListener;
import com.millyweb.hub.model.GrowingAnswer;
import com.millyweb.hub.model.ModelAnswer;
import com.millyweb.hub.model.ModelFailure;
import com.millyweb.hub.model.ModelFailure.Kind;
import com.millyweb.hub.model.ModelJson;
import com.millyweb.hub.model.ModelQuestion;
import com.millyweb.hub.model.ModelServer;
import com.millyweb.hub.text.Truncate;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Models of Ollama,
 * https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion.
 *
 * <p>An answer is a stream of JSON lines and ends with one that is {@code done}; what ends
 * otherwise is a failure, also after a status of 200. Ollama leaves out the beginning of what is
 * too long unless it is told not to.
 */
@Component
final class OllamaModels implements ModelServer {
  private static final ObjectMapper JSON = ModelJson.MAPPER;

  /** A line for each token, with about 150 bytes around it. */
  private static final long MOST_BYTES = 64L << 20;

  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Limits LOOK = new Limits(Duration.ofSeconds(5), IDLE, 4 << 20);
  private static final int MOST_SAID = 300;

  /** As Ollama names what a model needs that shall call tools. */
  private static final String TOOLS = "tools";

  private final OllamaProperties properties;
  private final OllamaRefusals refusals;
  private final StreamedHttp http = new StreamedHttp();
  private final OllamaAbilities abilities;

  OllamaModels(OllamaProperties properties) {
    this.properties = properties;
    this.refusals = new OllamaRefusals(properties.address());
    this.abilities = new OllamaAbilities(http, properties.address(), System::nanoTime);
  }

  @Override
  public String kind() {
    return "ollama";
  }

  @Override
  public int places() {
    return properties.concurrency();
  }

  @Override
  public ModelAnswer ask(
      String model, ModelQuestion question, Duration patience, AnswerListener listener)
      throws ModelFailure, InterruptedException {
    if (!question.tools().isEmpty() && abilities.lacks(model, TOOLS)) {
      throw refusals.unable(model);
    }
    boolean begun = false;
    try (StreamedAnswer answer =
        http.send(
            HttpUrl.below(properties.address(), "/api/chat"),
            Map.of("Accept", "application/x-ndjson"),
            JSON.writeValueAsBytes(request(model, question)),
            new Limits(patience, IDLE, MOST_BYTES))) {
      begun = true;
      if (answer.status() != 200) {
        throw refusals.of(
            model, answer.status(), said(answer.rest()), answer.header("Retry-After"));
      }
      return read(model, question, answer, listener);
    } catch (AnswerTooLarge e) {
      throw new ModelFailure(Kind.REFUSED, at() + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelFailure(begun ? Kind.BROKEN : Kind.AWAY, at() + e.getMessage(), e);
    }
  }

  private static ObjectNode request(String model, ModelQuestion question) {
    ObjectNode request = JSON.createObjectNode().put("model", model).put("stream", true);
    ArrayNode messages = request.putArray("messages");
    question.turns().forEach(turn -> OllamaMessages.add(messages, turn));
    request.put("truncate", false);
    if (!question.tools().isEmpty()) {
      OllamaMessages.offer(request.putArray("tools"), question.tools());
    } else if (question.schema() != null) {
      // a model that is held to a schema cannot call a tool
      request.set("format", question.schema());
    }
    if (question.keepAlive() != null) {
      request.put("keep_alive", question.keepAlive().toSeconds());
    }
    ObjectNode options = request.putObject("options");
    if (question.context() != null) {
      options.put("num_ctx", question.context());
    }
    if (question.temperature() != null) {
      options.put("temperature", question.temperature());
    }
    // an answer that finds no end would go on for ten contexts, forgetting its question
    Integer most = question.maxTokens() == null ? question.context() : question.maxTokens();
    if (most != null) {
      options.put("num_predict", most);
    }
    return request;
  }

  private ModelAnswer read(
      String model, ModelQuestion question, StreamedAnswer answer, AnswerListener listener)
      throws ModelFailure, IOException, InterruptedException {
    var growing = new GrowingAnswer(at(), listener);
    for (String line = answer.line(); line != null; line = answer.line()) {
      if (line.isBlank()) {
        continue;
      }
      JsonNode chunk = json(line);
      if (chunk.has("error")) {
        throw refusals.amidst(model, Truncate.line(chunk.path("error").asText(), MOST_SAID));
      }
      JsonNode message = chunk.path("message");
      growing.thinking(message.path("thinking").asText(""));
      growing.text(message.path("content").asText(""));
      for (JsonNode call : message.path("tool_calls")) {
        JsonNode function = call.path("function");
        growing.call(
            call.path("id").asText(""),
            function.path("name").asText(""),
            OllamaMessages.arguments(function.path("arguments")));
      }
      if (chunk.path("done").asBoolean()) {
        return ended(question, chunk, growing);
      }
    }
    throw new ModelFailure(
        Kind.BROKEN,
        at()
            + "the answer ended without its last line, as it does where '%s' says the same again and again"
                .formatted(model),
        null);
  }

  /**
   * Whether there was room for question and answer is asked of the counts as well: some versions
   * make room by forgetting the beginning, and go on as if nothing were. A count that is small says
   * nothing, because some versions count only what they did not have in their cache.
   */
  private ModelAnswer ended(ModelQuestion question, JsonNode last, GrowingAnswer growing)
      throws ModelFailure {
    Long in = count(last.path("prompt_eval_count"));
    Long out = count(last.path("eval_count"));
    Integer room = question.context();
    if (room != null && in != null && in > room) {
      throw refusals.tooLong("it counts %d tokens, and %d have room".formatted(in, room));
    }
    boolean overflown = room != null && in != null && out != null && in + out > room;
    return growing.end(in, out, overflown || last.path("done_reason").asText().equals("length"));
  }

  private JsonNode json(String line) throws ModelFailure {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new ModelFailure(
          Kind.BROKEN,
          at() + "a line of the answer is no JSON: " + Truncate.line(line, MOST_SAID),
          e);
    }
  }

  /** Absent is unknown. */
  private static @Nullable Long count(JsonNode number) {
    return number.isNumber() ? number.asLong() : null;
  }

  private static String said(String body) {
    try {
      return Truncate.line(JSON.readTree(body).path("error").asText(), MOST_SAID);
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private String at() {
    return refusals.at();
  }

  @Override
  public @Nullable String trouble(Collection<String> models) throws InterruptedException {
    try (StreamedAnswer answer =
        http.send(HttpUrl.below(properties.address(), "/api/tags"), Map.of(), null, LOOK)) {
      if (answer.status() != 200) {
        return at() + "it answered %d to GET /api/tags".formatted(answer.status());
      }
      Set<String> there = new TreeSet<>();
      JSON.readTree(answer.rest())
          .path("models")
          .forEach(model -> there.add(model.path("name").asText()));
      String missing =
          models.stream()
              .filter(model -> !there.contains(model) && !there.contains(model + ":latest"))
              .map(refusals::missing)
              .reduce("", (all, one) -> all.isEmpty() ? one : all + "; " + one);
      return missing.isEmpty() ? null : missing;
    } catch (IOException e) {
      return at() + e.getMessage();
    }
  }
}
