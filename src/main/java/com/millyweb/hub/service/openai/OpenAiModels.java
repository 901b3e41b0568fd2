package com.millyweb.hub.service.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.http.AnswerTooLarge;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.StreamedAnswer;
import com.millyweb.hub.http.StreamedHttp;
import com.millyweb.hub.http.StreamedHttp.Limits;
import com.millyweb.hub.model.AnswerListener;
import com.millyweb.hub.model.ModelAnswer;
import com.millyweb.hub.model.ModelFailure;
import com.millyweb.hub.model.ModelFailure.Kind;
import com.millyweb.hub.model.ModelQuestion;
import com.millyweb.hub.model.ModelServer;
import com.millyweb.hub.model.Turn;
import com.millyweb.hub.text.Truncate;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Models behind https://platform.openai.com/docs/api-reference/chat/create. */
@Component
final class OpenAiModels implements ModelServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Their own server; others know the older name of an option only. */
  private static final String OPENAI = "api.openai.com";

  private static final int MOST_TEXT = 1 << 20;

  /** JSON may write one character with six bytes. */
  private static final long MOST_BYTES = 8L << 20;

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int MOST_SAID = 300;

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
    boolean begun = false;
    try (StreamedAnswer answer =
        http.send(
            HttpUrl.below(properties.url(), "/chat/completions"),
            headers(),
            JSON.writeValueAsBytes(request(model, question)),
            // it comes in one piece
            new Limits(patience, patience, MOST_BYTES))) {
      begun = true;
      String body = answer.rest();
      if (answer.status() != 200) {
        throw refusals.of(model, answer.status(), body, answer.header("Retry-After"));
      }
      return read(model, body);
    } catch (AnswerTooLarge e) {
      throw new ModelFailure(Kind.REFUSED, at() + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelFailure(begun ? Kind.BROKEN : Kind.AWAY, at() + e.getMessage(), e);
    }
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/json");
    if (properties.token() != null) {
      headers.put("Authorization", "Bearer " + properties.token().reveal());
    }
    return headers;
  }

  private ObjectNode request(String model, ModelQuestion question) {
    ObjectNode request = JSON.createObjectNode().put("model", model);
    for (Turn turn : question.turns()) {
      request.withArray("messages").addObject().put("role", role(turn)).put("content", turn.text());
    }
    if (question.temperature() != null) {
      request.put("temperature", question.temperature());
    }
    if (question.maxTokens() != null) {
      request.put(
          OPENAI.equals(properties.url().getHost()) ? "max_completion_tokens" : "max_tokens",
          question.maxTokens());
    }
    if (question.schema() != null) {
      ObjectNode format = request.putObject("response_format").put("type", "json_schema");
      format.putObject("json_schema").put("name", "answer").set("schema", question.schema());
    }
    return request;
  }

  private static String role(Turn turn) {
    if (turn instanceof Turn.Instructions) {
      return "system";
    }
    return turn instanceof Turn.Reply ? "assistant" : "user";
  }

  private ModelAnswer read(String model, String body) throws ModelFailure {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new ModelFailure(
          Kind.BROKEN, at() + "the answer is no JSON: " + Truncate.line(body, MOST_SAID), e);
    }
    if (json.has("error") && !json.path("error").isNull()) {
      throw refusals.of(model, 200, body, null);
    }
    JsonNode choice = json.path("choices").path(0);
    JsonNode message = choice.path("message");
    String refusal = message.path("refusal").asText("");
    if (!refusal.isEmpty()) {
      throw new ModelFailure(
          Kind.REFUSED,
          at()
              + "'%s' does not want to answer: %s"
                  .formatted(model, Truncate.line(refusal, MOST_SAID)),
          null);
    }
    if (!message.path("content").isTextual()) {
      throw new ModelFailure(
          Kind.BROKEN, at() + "the answer has no text: " + Truncate.line(body, MOST_SAID), null);
    }
    String text = message.path("content").asText();
    if (text.length() > MOST_TEXT) {
      throw new ModelFailure(
          Kind.REFUSED,
          at() + "the answer is longer than %d characters".formatted(MOST_TEXT),
          null);
    }
    return new ModelAnswer(
        text,
        count(json.path("usage").path("prompt_tokens")),
        count(json.path("usage").path("completion_tokens")),
        choice.path("finish_reason").asText().equals("length"));
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
