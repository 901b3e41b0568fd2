package com.millyweb.hub.service.minio;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.service.minio.KnownObjects.Claim;
import com.millyweb.hub.service.minio.ObjectLook.Parts;
import io.minio.MinioClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks at the watched places again and again, each on a thread of its own. Where the hub runs the
 * server, a look at its folder tells whether anything has changed, which costs next to nothing.
 */
@Component
final class ObjectWatch implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ObjectWatch.class);
  private static final long STOP_MILLIS = 5_000;
  private static final Duration AGAIN = Duration.ofSeconds(10);

  /** Of the time, looks take at most a fifth. */
  private static final int REST = 4;

  private final ObjectStore store;
  private final S3Properties properties;
  private final KnownObjects known;
  private final ToldTable told;
  private final StorageTroubles troubles;
  private final StorageMeters meters;
  private final Parts parts;
  private final List<Thread> threads = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Place, Long> prints = new ConcurrentHashMap<>();
  private long changes;
  private volatile boolean running;

  ObjectWatch(
      ObjectStore store,
      S3Properties properties,
      KnownObjects known,
      ToldTable told,
      StorageTroubles troubles,
      StorageMeters meters,
      EventLog events) {
    this.store = store;
    this.properties = properties;
    this.known = known;
    this.told = told;
    this.troubles = troubles;
    this.meters = meters;
    parts =
        new Parts(
            store, known, told, events, meters, properties.source(), properties.watchExisting());
    store.onChange(this::wake);
  }

  @Override
  public synchronized void start() {
    running = true;
    for (Place place : properties.watched()) {
      var thread = new Thread(() -> watch(place), "hub-objects-" + place.path());
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  @Override
  public void stop() {
    running = false;
    wake();
    for (Thread thread : threads) {
      try {
        thread.join(STOP_MILLIS);
        thread.interrupt();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    threads.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void wake() {
    lock.lock();
    try {
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void watch(Place place) {
    String what = "watch of " + place.path();
    long seen = -1;
    while (running) {
      long before = changes();
      long start = System.nanoTime();
      boolean due = before != seen;
      seen = before;
      try {
        look(place, due);
        if (troubles.over(what)) {
          log.info("The watch of {} sees again what happens", place.path());
        }
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        String reason = StorageFailure.reason(e);
        if (running && troubles.met(what, reason)) {
          log.warn("The watch of {} does not see what happens: {}", place.path(), reason);
        }
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      Duration pause = took.multipliedBy(REST);
      if (!pause(
          pause.compareTo(properties.interval()) > 0 ? pause : properties.interval(), seen)) {
        return;
      }
    }
  }

  private void look(Place place, boolean due) throws Exception {
    Path folder = store.folder(place);
    Long print = folder == null ? null : FolderPrint.of(folder);
    if (print != null && print.equals(prints.get(place))) {
      return;
    }
    store.prepare(place);
    MinioClient client = store.client();
    String storage = store.identity();
    Duration pause = due || folder != null ? Duration.ZERO : properties.interval().dividedBy(2);
    Claim claim = known.claim(storage, place, pause);
    if (claim == null) {
      return;
    }
    boolean whole = false;
    long start = System.nanoTime();
    try {
      boolean settled = new ObjectLook(parts, place, client, storage, claim).run();
      whole = true;
      if (print != null && settled) {
        prints.put(place, print);
      }
    } finally {
      meters.looked(System.nanoTime() - start);
      known.end(storage, place, whole);
    }
    told.forget();
  }

  private long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /** Until it is time again or something has changed; returns whether it goes on. */
  private boolean pause(Duration pause, long seen) {
    lock.lock();
    try {
      long nanos = pause.toNanos();
      while (running && changes == seen && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return running;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }
}
