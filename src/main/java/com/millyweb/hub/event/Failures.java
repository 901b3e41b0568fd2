package com.millyweb.hub.event;

import com.millyweb.hub.config.Durations;
import com.millyweb.hub.event.endpoint.Incurable;
import com.millyweb.hub.http.AnswerTooLarge;
import com.millyweb.hub.http.PassingStatus;
import com.millyweb.hub.text.Truncate;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/** Decides what follows from a failed attempt. */
final class Failures {
  private static final int MAX_ERROR = 4000;
  private static final int MAX_CAUSES = 8;

  private final Random random = new Random();
  private final Map<String, Throttle> throttles = new ConcurrentHashMap<>();
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
    Duration pause = pause(failure, () -> unsaid(delivery, spec));
    if (pause != null) {
      return new Outcome.Again(delivery, started, "paused", bounded(pause), error);
    }
    if (isPermanent(failure)) {
      return new Outcome.Dead(delivery, started, "permanent", error);
    }
    String kind = find(failure, AmbiguousFailure.class) == null ? "failed" : "ambiguous";
    return again(inHand, spec, kind, error);
  }

  /** The target of a subscription took something; what it asks for next is a new pause. */
  void passed(SubscriptionSpec spec) {
    Throttle throttle = throttles.get(spec.group());
    if (throttle != null) {
      throttle.passed();
    }
  }

  /** In a lane the same delivery comes again; without lanes it is another one each time. */
  private Duration unsaid(Delivery delivery, SubscriptionSpec spec) {
    return delivery.lane() != null
        ? Throttle.after(delivery.claims() - delivery.failures() - 1)
        : throttles.computeIfAbsent(spec.group(), group -> new Throttle(System::nanoTime)).next();
  }

  Outcome timedOut(HeldDelivery inHand, SubscriptionSpec spec) {
    return again(
        inHand,
        spec,
        "timeout",
        "The attempt took longer than its timeout of " + Durations.text(spec.timeout()));
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
      return Throttle.SHORTEST;
    }
    return pause.compareTo(RetryAfter.LONGEST) > 0 ? RetryAfter.LONGEST : pause;
  }

  /**
   * @param unsaid how long to wait for who does not say how long
   */
  private static @Nullable Duration pause(Throwable failure, Supplier<Duration> unsaid) {
    RetryAfter retryAfter = find(failure, RetryAfter.class);
    if (retryAfter != null) {
      return retryAfter.delay();
    }
    HttpOperationFailedException http = find(failure, HttpOperationFailedException.class);
    if (http != null && (http.getStatusCode() == 429 || http.getStatusCode() == 503)) {
      Duration asked = retryAfter(http.getResponseHeaders());
      return asked == null && http.getStatusCode() == 429 ? unsaid.get() : asked;
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
    // Postgres text cannot hold U+0000
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

  /**
   * How long to wait for a target that asks for time but not for how much: twice as long each time,
   * while nothing else comes of it. Attempts that were under way together count once.
   */
  static final class Throttle {
    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int MOST_STEPS = 16;

    private final LongSupplier nanos;
    // guarded by this
    private int steps;
    private long until;

    Throttle(LongSupplier nanos) {
      this.nanos = nanos;
    }

    synchronized Duration next() {
      long now = nanos.getAsLong();
      if (steps > 0 && now < until) {
        return Duration.ofNanos(Math.max(until - now, SHORTEST.toNanos()));
      }
      Duration pause = after(steps++);
      until = now + pause.toNanos();
      return pause;
    }

    /** The target took something. */
    synchronized void passed() {
      steps = 0;
    }

    /** How long to pause after this number of pauses in a row. */
    static Duration after(int pauses) {
      Duration pause = SHORTEST.multipliedBy(1L << Math.min(Math.max(pauses, 0), MOST_STEPS));
      return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
  }
}
