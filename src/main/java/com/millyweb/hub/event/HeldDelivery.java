package com.millyweb.hub.event;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A delivery that this hub holds a lease for. */
final class HeldDelivery {
  final Delivery delivery;

  /** Whoever sets it decides the outcome: the handler, its time-out, or the loss of the lease. */
  private final AtomicBoolean decided = new AtomicBoolean();

  private volatile @Nullable Thread worker;
  private volatile @Nullable Instant started;
  private volatile long startedNanos;
  private volatile @Nullable Runnable afterCommit;

  HeldDelivery(Delivery delivery) {
    this.delivery = delivery;
  }

  void begin(Instant now) {
    startedNanos = System.nanoTime();
    started = now;
    worker = Thread.currentThread();
  }

  boolean decide() {
    return decided.compareAndSet(false, true);
  }

  boolean isDecided() {
    return decided.get();
  }

  void afterCommit(@Nullable Runnable work) {
    afterCommit = work;
  }

  /** Called when the end of this delivery is committed. */
  void committed() {
    Runnable work = afterCommit;
    if (work != null) {
      work.run();
    }
  }

  @Nullable Instant started() {
    return started;
  }

  /** Nanoseconds since the attempt began; 0 before. */
  long age() {
    return started == null ? 0 : System.nanoTime() - startedNanos;
  }

  void interrupt() {
    Thread thread = worker;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
