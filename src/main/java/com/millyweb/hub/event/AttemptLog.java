package com.millyweb.hub.event;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a subscription's failed attempts: the first ones of a minute each by itself, the others
 * as a number. What each of them said stands with its delivery; a backlog that fails must not fill
 * the disk with it.
 */
final class AttemptLog {
  private static final Logger log = LoggerFactory.getLogger(AttemptLog.class);
  private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int IN_FULL = 5;

  private final String subscription;
  // guarded by this
  private long windowStart;
  private int told;
  private long failed;
  private long dead;
  private String last = "";

  AttemptLog(String subscription, long now) {
    this.subscription = subscription;
    this.windowStart = now;
  }

  synchronized void report(Outcome outcome, int maxAttempts, long now) {
    flush(now);
    if (outcome instanceof Outcome.Again again) {
      if (told < IN_FULL) {
        told++;
        log.warn(
            "Delivery {} of {} {} (attempt {} of {}), again in {}: {}",
            outcome.delivery().id(),
            subscription,
            again.kind(),
            outcome.delivery().failures() + 1,
            maxAttempts,
            again.delay(),
            again.error());
      } else {
        failed++;
        last = String.valueOf(again.error());
      }
    } else if (outcome instanceof Outcome.Dead letter) {
      if (told < IN_FULL) {
        told++;
        log.error(
            "Delivery {} of {} is a dead letter ({}): {}",
            outcome.delivery().id(),
            subscription,
            letter.reason(),
            letter.error());
      } else {
        dead++;
        last = letter.error();
      }
    }
  }

  /** Says what was only counted, once the minute is over. */
  synchronized void flush(long now) {
    if (now - windowStart < WINDOW_NANOS) {
      return;
    }
    if (failed + dead > 0) {
      log.warn(
          "{}: {} more attempts failed and {} more deliveries became dead letters within a minute, the last of them: {}",
          subscription,
          failed,
          dead,
          last);
    }
    windowStart = now;
    told = 0;
    failed = 0;
    dead = 0;
  }
}
