package com.millyweb.hub.service.minio;

import com.millyweb.hub.service.minio.BucketRules.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Gives buckets the rules of the configuration, as soon as the server is there, and deletes what
 * expires where the server does not.
 */
@Component
final class BucketKeeper implements SmartLifecycle {
  private static final Duration STOP = Duration.ofSeconds(5);

  private final List<KeptBucket> buckets = new ArrayList<>();
  private volatile CountDownLatch stopped = new CountDownLatch(0);
  private @Nullable Thread thread;

  BucketKeeper(
      ObjectStore store, S3Properties properties, StorageTroubles troubles, StorageMeters meters) {
    Map<String, List<Wanted>> wanted = new TreeMap<>();
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
    var parts = new KeptBucket.Parts(store, troubles, meters);
    wanted.forEach((bucket, entries) -> buckets.add(new KeptBucket(bucket, entries, parts)));
  }

  @Override
  public void start() {
    stopped = new CountDownLatch(1);
    if (!buckets.isEmpty()) {
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
    try {
      long rest;
      do {
        // one that the server refuses keeps no other from its rules
        buckets.forEach(KeptBucket::settle);
        buckets.forEach(KeptBucket::sweep);
        rest = buckets.stream().mapToLong(KeptBucket::rest).min().orElse(Long.MAX_VALUE);
      } while (rest < Long.MAX_VALUE && !stopped.await(rest, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      // the hub ends
    }
  }
}
