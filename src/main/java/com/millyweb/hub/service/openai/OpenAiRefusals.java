package com.millyweb.hub.service.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.PassingStatus;
import com.millyweb.hub.model.ModelFailure;
import com.millyweb.hub.model.ModelFailure.Kind;
import com.millyweb.hub.secret.Secret;
import com.millyweb.hub.text.Truncate;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What such a server says instead of an answer, and what follows from it:
 * https://platform.openai.com/docs/guides/error-codes.
 */
record OpenAiRefusals(URI url, @Nullable Secret token) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_SAID = 300;

  /** How long a server needs that is full and does not say for how long. */
  private static final Duration FULL = Duration.ofSeconds(10);

  /** What its messages begin with. */
  String at() {
    return "OpenAI's API at %s: ".formatted(url.getAuthority());
  }

  /**
   * @param retryAfter the header; null for none
   */
  ModelFailure of(String model, int status, String body, @Nullable String retryAfter) {
    JsonNode error = error(body);
    String code = error.path("code").asText("");
    String said = shown(error.path("message").asText(error.isTextual() ? error.asText() : body));
    String message = at() + "it answered %d: %s".formatted(status, said);
    if (isTooLong(code, said)) {
      return tooLong(said);
    }
    if (code.equals("insufficient_quota")) {
      return new ModelFailure(Kind.REFUSED, message, null);
    }
    if (status == 429 || status == 503) {
      Duration wait = RetryAfter.read(retryAfter, Instant.now());
      return ModelFailure.busy(message, wait == null ? FULL : wait);
    }
    if (status == 404) {
      return new ModelFailure(
          Kind.MISSING,
          at() + "it has no model '%s', or hub.openai.url is wrong: %s".formatted(model, said),
          null);
    }
    if (status == 401 || status == 403) {
      return new ModelFailure(
          Kind.REFUSED, message + "; hub.openai.token is wrong, expired or missing", null);
    }
    return new ModelFailure(
        status == 200 || PassingStatus.is(status) ? Kind.BROKEN : Kind.REFUSED, message, null);
  }

  /** An error in the middle of an answer, whose status was 200. */
  ModelFailure amidst(String model, String body) {
    JsonNode error = error(body);
    String said = shown(error.path("message").asText(error.isTextual() ? error.asText() : body));
    return isTooLong(error.path("code").asText(""), said)
        ? tooLong(said)
        : new ModelFailure(
            Kind.BROKEN, at() + "'%s' broke off its answer: %s".formatted(model, said), null);
  }

  private ModelFailure tooLong(String said) {
    return new ModelFailure(
        Kind.TOO_LONG, at() + "the question is longer than the model takes: " + said, null);
  }

  private static JsonNode error(String body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? JSON.missingNode() : json.path("error");
    } catch (JsonProcessingException e) {
      // a page of a proxy, perhaps
      return JSON.missingNode();
    }
  }

  private static boolean isTooLong(String code, String said) {
    String text = said.toLowerCase(Locale.ROOT);
    return code.equals("context_length_exceeded")
        || text.contains("context length")
        || text.contains("exceeds the available context");
  }

  /** Some servers repeat the token that they do not like. */
  private String shown(String text) {
    String plain = token == null ? text : text.replace(token.reveal(), token.toString());
    return Truncate.line(plain, MOST_SAID);
  }
}
