package com.millyweb.hub.event;

import com.millyweb.hub.config.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a subscription's failed attempts: the first ones of a minute each by itself, the others
 * as numbers by their cause. What each of them said stands with its delivery; a backlog that fails
 * must not fill the disk with it.
 */
final class AttemptLog {
  private static final Logger log = LoggerFactory.getLogger(AttemptLog.class);
  private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int IN_FULL = 5;

  private final String subscription;
  private static final int MOST_CAUSES = 20;

  // guarded by this
  private final Map<String, Long> failed = new TreeMap<>();
  private long windowStart;
  private int told;
  private long dead;
  private String last = "";

  AttemptLog(String subscription, long now) {
    this.subscription = subscription;
    this.windowStart = now;
  }

  synchronized void report(Outcome outcome, int maxAttempts, long now) {
    flush(now);
    if (outcome instanceof Outcome.Again again) {
      if (told >= IN_FULL) {
        count(again.error());
        return;
      }
      told++;
      log.warn(
          "Delivery {} of {} {} (attempt {} of {}), again in {}: {}",
          outcome.delivery().id(),
          subscription,
          again.kind(),
          outcome.delivery().failures() + 1,
          maxAttempts,
          again.delay() == null ? "" : Durations.text(again.delay()),
          again.error());
    } else if (outcome instanceof Outcome.Dead letter) {
      if (told >= IN_FULL) {
        count(letter.error());
        dead++;
        return;
      }
      told++;
      log.error(
          "Delivery {} of {} is a dead letter ({}): {}",
          outcome.delivery().id(),
          subscription,
          letter.reason(),
          letter.error());
    }
  }

  /** Says what was only counted, once the minute is over. */
  synchronized void flush(long now) {
    if (now - windowStart >= WINDOW_NANOS) {
      close();
      windowStart = now;
    }
  }

  /** Says what was only counted so far. */
  synchronized void close() {
    if (!failed.isEmpty()) {
      log.warn(
          "{}: {} more attempts failed {}, {} of them made dead letters, the last: {}",
          subscription,
          failed.values().stream().mapToLong(Long::longValue).sum(),
          failed,
          dead,
          last);
    }
    told = 0;
    failed.clear();
    dead = 0;
  }

  private void count(@Nullable String error) {
    last = String.valueOf(error);
    int end = last.indexOf(':');
    String cause = end < 0 ? last : last.substring(0, end);
    failed.merge(
        failed.size() < MOST_CAUSES || failed.containsKey(cause) ? cause : "others", 1L, Long::sum);
  }
}
