package com.millyweb.hub.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a route asks of the log.
 *
 * @param group names the subscription; routes of one group share its deliveries
 * @param file the route file it stands in
 */
public record SubscriptionSpec(
    String group,
    TypePattern pattern,
    OrderBy orderBy,
    int concurrency,
    int maxAttempts,
    Backoff backoff,
    Duration timeout,
    @Nullable String file) {

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
  }
}
