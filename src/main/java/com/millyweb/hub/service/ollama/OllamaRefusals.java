package com.millyweb.hub.service.ollama;

import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.PassingStatus;
import com.millyweb.hub.model.ModelFailure;
import com.millyweb.hub.model.ModelFailure.Kind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Ollama says instead of an answer, and what follows from it. */
record OllamaRefusals(URI url) {
  /** How long a server needs that is full and does not say for how long. */
  private static final Duration FULL = Duration.ofSeconds(10);

  /** What its messages begin with. */
  String at() {
    return "Ollama at %s: ".formatted(url.getAuthority());
  }

  String missing(String model) {
    return at() + "it has no model '%s'; ollama pull %s".formatted(model, model);
  }

  /**
   * @param said empty when it is no JSON of Ollama
   * @param retryAfter the header; null for none
   */
  ModelFailure of(String model, int status, String said, @Nullable String retryAfter) {
    if (said.isEmpty() && status / 100 == 4) {
      return new ModelFailure(
          Kind.REFUSED,
          at() + "it answered %d; does hub.ollama.url point to Ollama?".formatted(status),
          null);
    }
    if (isTooLong(said)) {
      return tooLong(said);
    }
    if (status == 404) {
      return new ModelFailure(Kind.MISSING, missing(model), null);
    }
    String message = at() + "it answered %d: %s".formatted(status, said);
    if (status == 429 || status == 503) {
      Duration wait = RetryAfter.read(retryAfter, Instant.now());
      return ModelFailure.busy(message, wait == null ? FULL : wait);
    }
    return new ModelFailure(PassingStatus.is(status) ? Kind.BROKEN : Kind.REFUSED, message, null);
  }

  /** An error in the middle of an answer, whose status was 200. */
  ModelFailure amidst(String model, String said) {
    return isTooLong(said)
        ? tooLong(said)
        : new ModelFailure(
            Kind.BROKEN, at() + "'%s' broke off its answer: %s".formatted(model, said), null);
  }

  ModelFailure unable(String model) {
    return new ModelFailure(
        Kind.REFUSED,
        at()
            + "'%s' cannot call tools; choose a model of which ollama show says that it can"
                .formatted(model),
        null);
  }

  ModelFailure tooLong(String said) {
    return new ModelFailure(
        Kind.TOO_LONG,
        at() + "the question is longer than the model takes (hub.models.<name>.context): " + said,
        null);
  }

  private static boolean isTooLong(String said) {
    String text = said.toLowerCase(Locale.ROOT);
    return text.contains("context length")
        || text.contains("exceeds the available context")
        || text.contains("context size");
  }
}
