package com.millyweb.hub.notify.sending;

import com.millyweb.hub.config.Rate;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.RateLimiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps the messages to each destination below a medium's limit. A short wait is waited out on the
 * worker, which has nothing else to do for its destination; a long one is given back to the lane.
 */
public final class Throttle {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final RateLimiter limiter;
  private final Sleeper sleeper;

  public Throttle(Rate rate, int burst) {
    this(rate.perSecond(), burst, System::nanoTime, Throttle::rest);
  }

  public Throttle(double perSecond, int burst, LongSupplier nanos, Sleeper sleeper) {
    limiter = new RateLimiter(perSecond, burst, nanos);
    this.sleeper = sleeper;
  }

  public static void rest(Duration wait) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(wait.toNanos());
  }

  /**
   * Returns when the destination may get one more message.
   *
   * @throws RetryAfter when that would take long
   */
  public void await(String destination) throws InterruptedException {
    Duration wait = limiter.take(destination, LONGEST_WAIT);
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      throw new RetryAfter(
          wait, "The pace of %s messages a second is used up".formatted(limiter.perSecond()));
    }
    if (!wait.isZero()) {
      sleeper.sleep(wait);
    }
  }

  /** The medium said that its limit is used up: nothing leaves for the destination before then. */
  public void hold(String destination, Duration wait) {
    limiter.hold(destination, wait);
  }

  /** Waits; tests let time pass otherwise. */
  public interface Sleeper {
    void sleep(Duration wait) throws InterruptedException;
  }
}
