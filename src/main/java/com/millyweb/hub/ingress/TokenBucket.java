package com.millyweb.hub.ingress;

/** Lets a rate through on average, and as many as one period's worth at once. */
final class TokenBucket {
  private final double capacity;
  private final double perMilli;
  private double tokens;
  private long at;

  TokenBucket(Rate rate, long now) {
    capacity = rate.count();
    perMilli = (double) rate.count() / rate.per().toMillis();
    tokens = capacity;
    at = now;
  }

  /** Takes a token. Returns 0, or the milliseconds until there is one. */
  synchronized long take(long now) {
    fill(now);
    if (tokens >= 1) {
      tokens--;
      return 0;
    }
    return (long) Math.ceil((1 - tokens) / perMilli);
  }

  synchronized boolean isFull(long now) {
    fill(now);
    return tokens >= capacity;
  }

  private void fill(long now) {
    if (now > at) {
      tokens = Math.min(capacity, tokens + (now - at) * perMilli);
    }
    at = now;
  }
}
