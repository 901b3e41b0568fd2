package com.millyweb.hub.event;

import com.millyweb.hub.event.endpoint.Incurable;
import com.millyweb.hub.http.AnswerTooLarge;
import com.millyweb.hub.http.PassingStatus;
import com.millyweb.hub.text.Truncate;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/** Decides what follows from a failed attempt. */
final class Failures {
  /** Also for a target that asks for no time at all: it would be asked again without end. */
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  private static final int MAX_ERROR = 4000;
  private static final int MAX_CAUSES = 8;

  private final Random random = new Random();
  private final UnaryOperator<String> redact;

  /**
   * @param redact takes secrets out of what is stored
   */
  Failures(UnaryOperator<String> redact) {
    this.redact = redact;
  }

  Outcome decide(HeldDelivery inHand, SubscriptionSpec spec, Throwable failure) {
    Delivery delivery = inHand.delivery;
    Instant started = inHand.started() == null ? Instant.EPOCH : inHand.started();
    String error = describe(failure);
    Duration pause = pause(failure);
    if (pause != null) {
      return new Outcome.Again(delivery, started, "paused", bounded(pause), error);
    }
    if (isPermanent(failure)) {
      return new Outcome.Dead(delivery, started, "permanent", error);
    }
    String kind = find(failure, AmbiguousFailure.class) == null ? "failed" : "ambiguous";
    return again(inHand, spec, kind, error);
  }

  Outcome timedOut(HeldDelivery inHand, SubscriptionSpec spec) {
    return again(
        inHand, spec, "timeout", "The attempt took longer than its timeout of " + spec.timeout());
  }

  private Outcome again(HeldDelivery inHand, SubscriptionSpec spec, String kind, String error) {
    Delivery delivery = inHand.delivery;
    Instant started = inHand.started() == null ? Instant.EPOCH : inHand.started();
    int failures = delivery.failures() + 1;
    if (failures >= spec.maxAttempts()) {
      return new Outcome.Dead(delivery, started, "exhausted", error);
    }
    return new Outcome.Again(
        delivery, started, kind, spec.backoff().after(failures, random), error);
  }

  private static Duration bounded(Duration pause) {
    if (pause.isZero() || pause.isNegative()) {
      return SHORTEST_PAUSE;
    }
    return pause.compareTo(RetryAfter.LONGEST) > 0 ? RetryAfter.LONGEST : pause;
  }

  private static @Nullable Duration pause(Throwable failure) {
    RetryAfter retryAfter = find(failure, RetryAfter.class);
    if (retryAfter != null) {
      return retryAfter.delay();
    }
    HttpOperationFailedException http = find(failure, HttpOperationFailedException.class);
    if (http != null && (http.getStatusCode() == 429 || http.getStatusCode() == 503)) {
      Duration asked = retryAfter(http.getResponseHeaders());
      return asked == null && http.getStatusCode() == 429 ? SHORTEST_PAUSE : asked;
    }
    return null;
  }

  /** What the headers ask for; null when they do not, or unreadably. */
  static @Nullable Duration retryAfter(@Nullable Map<String, String> headers) {
    if (headers == null) {
      return null;
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getKey() != null
          && header.getKey().toLowerCase(Locale.ROOT).equals("retry-after")) {
        return RetryAfter.read(header.getValue(), Instant.now());
      }
    }
    return null;
  }

  private static boolean isPermanent(Throwable failure) {
    if (Incurable.is(failure) || find(failure, AnswerTooLarge.class) != null) {
      return true;
    }
    HttpOperationFailedException http = find(failure, HttpOperationFailedException.class);
    return http != null
        && http.getStatusCode() >= 400
        && http.getStatusCode() < 500
        && !PassingStatus.is(http.getStatusCode());
  }

  /** The chain of causes, redacted and cut. */
  String describe(Throwable failure) {
    StringBuilder text = new StringBuilder();
    Throwable next = failure;
    for (int i = 0; next != null && i < MAX_CAUSES; i++) {
      if (i > 0) {
        text.append("; caused by ");
      }
      text.append(next.getClass().getSimpleName());
      if (next.getMessage() != null) {
        text.append(": ").append(next.getMessage());
      }
      next = next.getCause();
    }
    // Postgres text can not hold U+0000
    String redacted = redact.apply(text.toString()).replace('\0', '\uFFFD');
    return Truncate.to(redacted, MAX_ERROR);
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable next = failure;
    for (int i = 0; next != null && i < MAX_CAUSES; i++) {
      if (type.isInstance(next)) {
        return type.cast(next);
      }
      next = next.getCause();
    }
    return null;
  }
}
