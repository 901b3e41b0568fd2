package com.millyweb.hub.service.minio;

import com.millyweb.hub.service.minio.BucketRules.Wanted;
import io.minio.errors.ErrorResponseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Gives buckets the rules of the configuration, as soon as the server is there, and deletes what
 * expires where the server does not.
 */
@Component
final class BucketKeeper implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(BucketKeeper.class);
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final ObjectStore store;
  private final Map<String, List<Wanted>> wanted = new TreeMap<>();
  private volatile CountDownLatch stopped = new CountDownLatch(0);
  private @Nullable Thread thread;

  BucketKeeper(ObjectStore store, S3Properties properties) {
    this.store = store;
    properties
        .buckets()
        .forEach(
            (name, bucket) -> {
              Place place = Place.of(properties.buckets(), name);
              // in the hub's own server there are no rules that could be left from before
              boolean idle = bucket.expire().isEmpty() && !bucket.versioning();
              if (store.isOn() && !(idle && properties.isEmbedded())) {
                wanted
                    .computeIfAbsent(place.bucket(), key -> new ArrayList<>())
                    .add(new Wanted(name, place, bucket));
              }
            });
  }

  @Override
  public void start() {
    stopped = new CountDownLatch(1);
    if (!wanted.isEmpty()) {
      var keeper = new Thread(this::keep, "hub-buckets");
      keeper.setDaemon(true);
      keeper.start();
      thread = keeper;
    }
  }

  @Override
  public void stop() {
    stopped.countDown();
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(STOP.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return stopped.getCount() > 0;
  }

  private void keep() {
    List<ExpirySweep> sweeps = new ArrayList<>();
    try {
      for (Map.Entry<String, List<Wanted>> bucket : wanted.entrySet()) {
        sweeps.addAll(apply(bucket.getKey(), bucket.getValue()));
      }
      if (sweeps.isEmpty()) {
        return;
      }
      Duration pause =
          sweeps.stream().map(ExpirySweep::pause).min(Duration::compareTo).orElseThrow();
      do {
        sweeps.forEach(this::sweep);
      } while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // the hub ends
    }
  }

  private List<ExpirySweep> apply(String bucket, List<Wanted> entries) throws InterruptedException {
    boolean idle =
        entries.stream()
            .allMatch(one -> one.bucket().expire().isEmpty() && !one.bucket().versioning());
    String told = null;
    while (true) {
      try {
        store.prepare(entries.get(0).place());
        return new BucketRules(store.client(), bucket, entries).apply();
      } catch (Exception e) {
        if (idle && e instanceof ErrorResponseException) {
          // nothing is wanted, and the account may not be allowed to look
          return List.of();
        }
        String reason = StorageFailure.reason(e);
        if (!reason.equals(told)) {
          log.warn("The bucket {} does not have its rules yet: {}", bucket, reason);
          told = reason;
        }
      }
      if (stopped.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InterruptedException();
      }
    }
  }

  private void sweep(ExpirySweep sweep) {
    try {
      int deleted = sweep.run(store.client());
      if (deleted > 0) {
        log.info("{} objects of {} have expired", deleted, sweep.place().path());
        store.changed();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn(
          "What expires in {} is not deleted: {}", sweep.place().path(), StorageFailure.reason(e));
    }
  }
}
