package com.millyweb.hub.http;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Ends HTTP calls whose time is over and those whose thread was interrupted, by closing their
 * connection: a thread that waits for a socket does not notice an interrupt, and a target that
 * sends a byte now and then never lets a read time out.
 */
final class CallWatch {
  private static final long TICK_MS = 100;
  private static final Set<Call> CALLS = ConcurrentHashMap.newKeySet();

  static {
    Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "outgoing-http-watch");
              thread.setDaemon(true);
              return thread;
            })
        .scheduleWithFixedDelay(CallWatch::look, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  private CallWatch() {}

  /**
   * Watches a call of this thread until it is closed.
   *
   * @param abort closes the connection
   * @param limit of the whole call, to the last byte of its answer
   */
  static Call watch(Runnable abort, Duration limit) {
    Call call = new Call(abort, limit);
    CALLS.add(call);
    return call;
  }

  private static void look() {
    long now = System.nanoTime();
    CALLS.forEach(call -> call.look(now));
  }

  /** A call under way. */
  static final class Call implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final Runnable abort;
    private final Duration limit;
    private final long started = System.nanoTime();
    private volatile boolean late;
    private volatile boolean interrupted;

    private Call(Runnable abort, Duration limit) {
      this.abort = abort;
      this.limit = limit;
    }

    /**
     * Says what ended the call, when it was the watch.
     *
     * @throws InterruptedIOException when it was
     */
    void requireUnbroken() throws InterruptedIOException {
      if (interrupted) {
        throw new InterruptedIOException("The attempt was ended, and so was its request");
      }
      if (late) {
        throw new InterruptedIOException(
            "The answer was not there, or not whole, within %d s".formatted(limit.toSeconds()));
      }
    }

    @Override
    public void close() {
      CALLS.remove(this);
    }

    private void look(long now) {
      boolean wasInterrupted = thread.isInterrupted();
      if (!wasInterrupted && now - started < limit.toNanos()) {
        return;
      }
      interrupted |= wasInterrupted;
      late |= !wasInterrupted;
      try {
        // again at each look: what was connecting had no connection yet
        abort.run();
      } catch (RuntimeException e) {
        // one call that cannot be ended must not keep the others from it
        CALLS.remove(this);
      }
    }
  }
}
