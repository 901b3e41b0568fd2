package com.millyweb.hub.http;

import com.millyweb.hub.config.Rate;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key: lets a rate through on average, and a burst at once. It only counts
 * and never waits.
 */
public final class RateLimiter {
  /** Above this number of buckets the full ones are dropped: a new bucket is full as well. */
  private static final int MANY = 1_000;

  /** When so many buckets are in use, all further keys share one: the memory stays bounded. */
  private static final int MOST = 10_000;

  private final double perSecond;
  private final int burst;
  private final LongSupplier nanos;
  private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final Bucket others;

  public RateLimiter(double perSecond, int burst) {
    this(perSecond, burst, System::nanoTime);
  }

  /** Lets as many as one period's worth through at once. */
  public static RateLimiter of(Rate rate, Clock clock) {
    return new RateLimiter(
        rate.perSecond(), rate.count(), () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
  }

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  public RateLimiter(double perSecond, int burst, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanos = nanos;
    others = new Bucket();
  }

  public double perSecond() {
    return perSecond;
  }

  /** Takes a token if there is one. Returns zero, or how long until there is one. */
  public Duration take(String key) {
    return take(key, Duration.ZERO);
  }

  /**
   * Takes a token, also one that will be there only after a wait. Who gets a wait of at most {@code
   * longest} has the token and must wait so long; who gets more has none.
   */
  public Duration take(String key, Duration longest) {
    return bucket(key).take(longest);
  }

  /** The other side said that its limit is used up: nothing is let through before that time. */
  public void hold(String key, Duration wait) {
    bucket(key).hold(wait);
  }

  int size() {
    return buckets.size();
  }

  private Bucket bucket(String key) {
    Bucket known = buckets.get(key);
    if (known != null) {
      return known;
    }
    if (buckets.size() >= MANY) {
      buckets.values().removeIf(Bucket::isFull);
    }
    return buckets.size() >= MOST ? others : buckets.computeIfAbsent(key, unknown -> new Bucket());
  }

  private final class Bucket {
    private double tokens = burst;
    private long at = nanos.getAsLong();
    private long heldUntil = at;

    synchronized void hold(Duration wait) {
      long until = nanos.getAsLong() + wait.toNanos();
      if (until - heldUntil > 0) {
        heldUntil = until;
      }
    }

    synchronized boolean isFull() {
      long now = nanos.getAsLong();
      return now - heldUntil >= 0 && filled(now) >= burst;
    }

    synchronized Duration take(Duration longest) {
      long now = nanos.getAsLong();
      tokens = filled(now);
      at = now;
      double missing = Math.max(0, 1 - tokens);
      long wait = Math.max((long) (missing / perSecond * 1e9), heldUntil - now);
      Duration result = Duration.ofNanos(Math.max(0, wait));
      if (result.compareTo(longest) <= 0) {
        tokens -= 1;
      }
      return result;
    }

    private double filled(long now) {
      // a clock that is set back takes nothing away
      return Math.min(burst, tokens + Math.max(0, now - at) / 1e9 * perSecond);
    }
  }
}
