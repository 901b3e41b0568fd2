package com.millyweb.hub.service.minio;

import com.millyweb.hub.service.minio.BucketRules.Wanted;
import io.minio.errors.ErrorResponseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bucket of the configuration: it gets its rules, again and again until the server has them,
 * and what the server does not delete is deleted.
 */
final class KeptBucket {
  private static final Logger log = LoggerFactory.getLogger(KeptBucket.class);
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final String bucket;
  private final List<Wanted> wanted;
  private final Parts parts;

  /** When each is due, in the time of {@link System#nanoTime()}. */
  private final Map<ExpirySweep, Long> sweeps = new LinkedHashMap<>();

  private boolean settled;
  private long again = System.nanoTime();
  private Duration pause = FIRST;

  /** What every bucket needs. */
  record Parts(ObjectStore store, StorageTroubles troubles, StorageMeters meters) {}

  KeptBucket(String bucket, List<Wanted> wanted, Parts parts) {
    this.bucket = bucket;
    this.wanted = wanted;
    this.parts = parts;
  }

  /** Brings its rules to the server, if they are not there and it is time to try. */
  void settle() {
    if (settled || again - System.nanoTime() > 0) {
      return;
    }
    String what = "rules of " + bucket;
    try {
      parts.store.prepare(wanted.get(0).place());
      BucketRules.Applied applied = new BucketRules(parts.store.client(), bucket, wanted).apply();
      sweeps.keySet().retainAll(applied.sweeps());
      applied.sweeps().forEach(sweep -> sweeps.putIfAbsent(sweep, System.nanoTime()));
      if (applied.refused() == null) {
        settled = true;
        parts.troubles.over(what);
        return;
      }
      met(what, applied.refused());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      if (!isIdle()) {
        met(what, StorageFailure.reason(e));
      } else if (e instanceof ErrorResponseException) {
        // nothing is wanted, and the account may not be allowed to look
        settled = true;
      }
    }
    again = System.nanoTime() + pause.toNanos();
    pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
  }

  private boolean isIdle() {
    return wanted.stream()
        .allMatch(one -> one.bucket().expire().isEmpty() && !one.bucket().versioning());
  }

  private void met(String what, String reason) {
    if (parts.troubles.met(what, reason)) {
      log.warn("Object storage, {}: {}", what, reason);
    }
  }

  /** Deletes what has expired, where that is the hub's task and it is time. */
  void sweep() {
    sweeps.replaceAll((sweep, due) -> due - System.nanoTime() > 0 ? due : next(sweep));
  }

  /** Returns when it is due again. */
  private long next(ExpirySweep sweep) {
    String what = "expiry in " + sweep.place().path();
    Duration pause = sweep.pause();
    try {
      int deleted = sweep.run(parts.store.client(), parts.meters);
      parts.troubles.over(what);
      if (deleted > 0) {
        log.info("{} objects of {} have expired", deleted, sweep.place().path());
        parts.store.changed();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      met(what, StorageFailure.reason(e));
      pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
    return System.nanoTime() + pause.toNanos();
  }

  /** In how many nanoseconds there is something to do; a very long time when there is nothing. */
  long rest() {
    long rest = settled ? Long.MAX_VALUE : again - System.nanoTime();
    for (long due : sweeps.values()) {
      rest = Math.min(rest, due - System.nanoTime());
    }
    return Math.max(0, rest);
  }
}
