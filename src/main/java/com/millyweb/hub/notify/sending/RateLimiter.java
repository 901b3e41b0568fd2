package com.millyweb.hub.notify.sending;

import com.millyweb.hub.event.RetryAfter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps below a medium's limit: a token bucket per destination. A short wait is waited out on the
 * worker, which has nothing else to do for its destination; a long one is given back to the lane.
 */
public final class RateLimiter {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static final int MANY = 1_000;

  private final double perSecond;
  private final int burst;
  private final LongSupplier nanos;
  private final Sleeper sleeper;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  public RateLimiter(double perSecond, int burst) {
    this(perSecond, burst, System::nanoTime, RateLimiter::rest);
  }

  public static void rest(Duration wait) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(wait.toNanos());
  }

  public RateLimiter(double perSecond, int burst, LongSupplier nanos, Sleeper sleeper) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanos = nanos;
    this.sleeper = sleeper;
  }

  /**
   * Returns when the destination may get one more message.
   *
   * @throws RetryAfter when that would take long
   */
  public void await(String destination) throws InterruptedException {
    Duration wait = bucket(destination).take(nanos.getAsLong());
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      throw new RetryAfter(
          wait, "The pace of %s messages a second is used up".formatted(perSecond));
    }
    if (!wait.isZero()) {
      sleeper.sleep(wait);
    }
  }

  /** The medium said that its limit is used up: nothing leaves for the destination before then. */
  public void hold(String destination, Duration wait) {
    bucket(destination).hold(nanos.getAsLong() + wait.toNanos());
  }

  /** How many destinations are remembered. */
  int size() {
    return buckets.size();
  }

  private Bucket bucket(String destination) {
    if (buckets.size() >= MANY) {
      // every conversation is a destination; a full bucket says no more than a new one
      buckets.values().removeIf(bucket -> bucket.isFull(nanos.getAsLong()));
    }
    return buckets.computeIfAbsent(destination, name -> new Bucket(burst, nanos.getAsLong()));
  }

  /** Waits; tests let time pass otherwise. */
  public interface Sleeper {
    void sleep(Duration wait) throws InterruptedException;
  }

  private final class Bucket {
    private double tokens;
    private long at;
    private long heldUntil;

    Bucket(double tokens, long at) {
      this.tokens = tokens;
      this.at = at;
      heldUntil = at;
    }

    synchronized void hold(long until) {
      if (until - heldUntil > 0) {
        heldUntil = until;
      }
    }

    synchronized boolean isFull(long now) {
      return now - heldUntil >= 0 && tokens + (now - at) / 1e9 * perSecond >= burst;
    }

    /** Takes a token, also one that is not there yet, unless that is far away. */
    synchronized Duration take(long now) {
      tokens = Math.min(burst, tokens + (now - at) / 1e9 * perSecond);
      at = now;
      double missing = Math.max(0, 1 - tokens);
      long nanos = Math.max((long) (missing / perSecond * 1e9), heldUntil - now);
      Duration wait = Duration.ofNanos(Math.max(0, nanos));
      if (wait.compareTo(LONGEST_WAIT) <= 0) {
        tokens -= 1;
      }
      return wait;
    }
  }
}
