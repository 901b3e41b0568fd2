package com.millyweb.hub.event;

import com.millyweb.hub.event.pacing.LaneKey;
import com.millyweb.hub.event.pacing.Pacing;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a route asks of the log.
 *
 * @param group names the subscription; routes of one group share its deliveries
 * @param file the route file it stands in
 * @param pacing collects, limits, begins in the past
 */
public record SubscriptionSpec(
    String group,
    TypePattern pattern,
    OrderBy orderBy,
    int concurrency,
    int maxAttempts,
    Backoff backoff,
    Duration timeout,
    @Nullable String file,
    Pacing pacing) {

  static final int MAX_CONCURRENCY = 1024;

  public SubscriptionSpec {
    if (group.isBlank()) {
      throw new IllegalArgumentException("group must not be blank, pattern: " + pattern);
    }
    if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
      throw new IllegalArgumentException(
          "concurrency must be 1 to %d, was: %d".formatted(MAX_CONCURRENCY, concurrency));
    }
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be positive, was: " + maxAttempts);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, was: " + timeout);
    }
    pacing.lanes(orderBy);
  }

  /** Without pacing. */
  public SubscriptionSpec(
      String group,
      TypePattern pattern,
      OrderBy orderBy,
      int concurrency,
      int maxAttempts,
      Backoff backoff,
      Duration timeout,
      @Nullable String file) {
    this(group, pattern, orderBy, concurrency, maxAttempts, backoff, timeout, file, Pacing.NONE);
  }

  /** By what deliveries are kept in order. */
  public LaneKey lanes() {
    return pacing.lanes(orderBy);
  }

  /** Whether another route may share the subscription. */
  public boolean sharesWith(SubscriptionSpec other) {
    return pattern.equals(other.pattern)
        && lanes().equals(other.lanes())
        && Objects.equals(pacing.collect(), other.pacing.collect())
        && Objects.equals(pacing.atMost(), other.pacing.atMost());
  }
}
