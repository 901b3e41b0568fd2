package com.millyweb.hub.service.openai;

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
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Models behind https://platform.openai.com/docs/api-reference/chat/create. An answer comes in one
 * piece, or as a stream where somebody listens; a stream that ends without a reason is a failure.
 */
@Component
final class OpenAiModels implements ModelServer {
  private static final ObjectMapper JSON = ModelJson.MAPPER;

  /** Their own server; others know the older name of an option only. */
  private static final String OPENAI = "api.openai.com";

  /** JSON may write one character with six bytes. */
  private static final long MOST_BYTES = 8L << 20;

  /** An event for each token, with about 250 bytes around it. */
  private static final long MOST_STREAMED = 64L << 20;

  private static final Duration IDLE = Duration.ofMinutes(1);

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int MOST_SAID = 300;

  /** The last event of a stream. */
  private static final String DONE = "[DONE]";

  private final OpenAiProperties properties;
  private final OpenAiRefusals refusals;
  private final StreamedHttp http = new StreamedHttp();

  OpenAiModels(OpenAiProperties properties) {
    this.properties = properties;
    this.refusals = new OpenAiRefusals(properties.url(), properties.token());
  }

  @Override
  public String kind() {
    return "openai";
  }

  @Override
  public int places() {
    return properties.concurrency();
  }

  @Override
  public ModelAnswer ask(
      String model, ModelQuestion question, Duration patience, AnswerListener listener)
      throws ModelFailure, InterruptedException {
    boolean streamed = listener != AnswerListener.NOBODY;
    boolean begun = false;
    try (StreamedAnswer answer =
        http.send(
            HttpUrl.below(properties.url(), "/chat/completions"),
            headers(),
            JSON.writeValueAsBytes(request(model, question, streamed)),
            streamed
                ? new Limits(patience, IDLE, MOST_STREAMED)
                // it comes in one piece
                : new Limits(patience, patience, MOST_BYTES))) {
      begun = true;
      if (answer.status() != 200) {
        throw refusals.of(model, answer.status(), answer.rest(), answer.header("Retry-After"));
      }
      var growing = new GrowingAnswer(at(), listener);
      return streamed && !isOnePiece(answer)
          ? stream(model, answer, growing)
          : read(model, answer.rest(), growing);
    } catch (AnswerTooLarge e) {
      throw new ModelFailure(Kind.REFUSED, at() + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelFailure(begun ? Kind.BROKEN : Kind.AWAY, at() + e.getMessage(), e);
    }
  }

  /** Some servers do not stream, whatever they are asked for. */
  private static boolean isOnePiece(StreamedAnswer answer) {
    String type = answer.header("Content-Type");
    return type != null && type.startsWith("application/json");
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/json, text/event-stream");
    if (properties.token() != null) {
      headers.put("Authorization", "Bearer " + properties.token().reveal());
    }
    return headers;
  }

  private ObjectNode request(String model, ModelQuestion question, boolean streamed) {
    ObjectNode request = JSON.createObjectNode().put("model", model);
    ArrayNode messages = request.putArray("messages");
    question.turns().forEach(turn -> OpenAiMessages.add(messages, turn));
    if (streamed) {
      request.put("stream", true).putObject("stream_options").put("include_usage", true);
    }
    if (question.temperature() != null) {
      request.put("temperature", question.temperature());
    }
    if (question.maxTokens() != null) {
      request.put(
          OPENAI.equals(properties.url().getHost()) ? "max_completion_tokens" : "max_tokens",
          question.maxTokens());
    }
    if (!question.tools().isEmpty()) {
      OpenAiMessages.offer(request.putArray("tools"), question.tools());
    } else if (question.schema() != null) {
      // a model that is held to a schema cannot call a tool, with some servers
      ObjectNode format = request.putObject("response_format").put("type", "json_schema");
      format.putObject("json_schema").put("name", "answer").set("schema", question.schema());
    }
    return request;
  }

  private ModelAnswer read(String model, String body, GrowingAnswer growing) throws ModelFailure {
    JsonNode json = json(body);
    if (json.hasNonNull("error")) {
      throw refusals.of(model, 200, body, null);
    }
    JsonNode choice = json.path("choices").path(0);
    JsonNode message = choice.path("message");
    refuseWhatIsDeclined(model, message.path("refusal").asText(""));
    growing.thinking(message.path("reasoning_content").asText(""));
    growing.text(message.path("content").asText(""));
    var calls = new CallDeltas();
    calls.add(message.path("tool_calls"));
    calls.end(growing);
    return end(growing, json.path("usage"), choice.path("finish_reason").asText(""));
  }

  private ModelAnswer stream(String model, StreamedAnswer answer, GrowingAnswer growing)
      throws ModelFailure, IOException, InterruptedException {
    var calls = new CallDeltas();
    var refusal = new StringBuilder();
    JsonNode usage = JSON.missingNode();
    String reason = "";
    for (String line = answer.line(); line != null; line = answer.line()) {
      String data = data(line.strip());
      if (data.equals(DONE)) {
        break;
      }
      if (data.isEmpty()) {
        continue;
      }
      JsonNode chunk = json(data);
      if (chunk.hasNonNull("error")) {
        throw refusals.amidst(model, data);
      }
      if (chunk.hasNonNull("usage")) {
        usage = chunk.path("usage");
      }
      JsonNode choice = chunk.path("choices").path(0);
      JsonNode delta = choice.path("delta");
      growing.thinking(delta.path("reasoning_content").asText(""));
      growing.text(delta.path("content").asText(""));
      calls.add(delta.path("tool_calls"));
      refusal.append(delta.path("refusal").asText(""));
      if (choice.hasNonNull("finish_reason")) {
        reason = choice.path("finish_reason").asText();
      }
    }
    if (reason.isEmpty()) {
      throw new ModelFailure(Kind.BROKEN, at() + "the answer ended without a reason", null);
    }
    refuseWhatIsDeclined(model, refusal.toString());
    calls.end(growing);
    return end(growing, usage, reason);
  }

  /** What a line of the stream brings; empty for one that brings nothing. */
  private static String data(String line) {
    if (line.startsWith("data:")) {
      return line.substring("data:".length()).strip();
    }
    // some servers tell an error as it would be told without a stream
    return line.startsWith("{") ? line : "";
  }

  private static ModelAnswer end(GrowingAnswer growing, JsonNode usage, String reason)
      throws ModelFailure {
    return growing.end(
        count(usage.path("prompt_tokens")),
        count(usage.path("completion_tokens")),
        reason.equals("length"));
  }

  private void refuseWhatIsDeclined(String model, String refusal) throws ModelFailure {
    if (!refusal.isEmpty()) {
      throw new ModelFailure(
          Kind.REFUSED,
          at()
              + "'%s' does not want to answer: %s"
                  .formatted(model, Truncate.line(refusal, MOST_SAID)),
          null);
    }
  }

  private JsonNode json(String text) throws ModelFailure {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ModelFailure(
          Kind.BROKEN, at() + "the answer is no JSON: " + Truncate.line(text, MOST_SAID), e);
    }
  }

  private static @Nullable Long count(JsonNode number) {
    return number.isNumber() ? number.asLong() : null;
  }

  private String at() {
    return refusals.at();
  }

  /** Servers list their models in many ways, so only whether they answer is looked at. */
  @Override
  public @Nullable String trouble(Collection<String> models) throws InterruptedException {
    try (StreamedAnswer answer =
        http.send(
            HttpUrl.below(properties.url(), "/models"),
            headers(),
            null,
            new Limits(LOOK, LOOK, MOST_BYTES))) {
      int status = answer.status();
      return status == 401 || status == 403 || status >= 500
          ? refusals.of(String.join(", ", models), status, answer.rest(), null).getMessage()
          : null;
    } catch (IOException e) {
      return at() + e.getMessage();
    }
  }
}
