package com.millyweb.hub.event.postgres;

import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Waits for commits, each for a while only. One thread looks who has waited too long: a timed wait
 * of its own would give each virtual thread a timer of the JDK, and take an eighth of what a
 * webhook takes of the processors.
 */
public final class CommitWaits implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;
  private static final String STOPPED = "The hub stopped before the database confirmed the event";

  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  /** A thread of its own, because it is needed when all that use the database hang. */
  private final ScheduledExecutorService look =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "hub-append-waits");
            thread.setDaemon(true);
            return thread;
          });

  private record Wait(CompletableFuture<List<Appended>> answer, long start, Duration timeout) {
    void endIfLate(long now) {
      if (now - start > timeout.toNanos()) {
        end("The database did not confirm the event within %d ms".formatted(timeout.toMillis()));
      }
    }

    void end(String why) {
      answer.completeExceptionally(new EventLogUnavailable(why, null));
    }
  }

  public CommitWaits() {
    look.scheduleWithFixedDelay(this::endLate, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void endLate() {
    long now = System.nanoTime();
    waits.forEach(wait -> wait.endIfLate(now));
  }

  /**
   * @throws EventLogUnavailable when the database did not confirm the events, or not in time
   */
  public List<Appended> await(CompletableFuture<List<Appended>> answer, Duration timeout) {
    if (answer.isDone()) {
      return EventLog.await(answer);
    }
    var wait = new Wait(answer, System.nanoTime(), timeout);
    waits.add(wait);
    if (closed) {
      wait.end(STOPPED);
    }
    try {
      return EventLog.await(answer);
    } finally {
      waits.remove(wait);
    }
  }

  /** Ends what still waits, and what comes yet: nobody will answer it. */
  @Override
  public void close() {
    closed = true;
    look.shutdownNow();
    waits.forEach(wait -> wait.end(STOPPED));
  }
}
