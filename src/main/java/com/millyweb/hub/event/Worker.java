package com.millyweb.hub.event;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims the deliveries of one subscription and works on up to {@code concurrency} of them at once.
 *
 * <p>It claims ahead of the workers, so that fast flows do not wait for the database; how far
 * depends on how long a delivery takes, so that slow flows leave work to other hubs.
 */
final class Worker {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  /** What is claimed ahead is worked off within about this time. */
  private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final int MAX_AHEAD = 500;

  /** How long a stop waits for the claim that is under way, and then for the attempts. */
  private static final Duration STOP = Duration.ofSeconds(15);

  private final Dispatcher dispatcher;
  private final int subscription;
  private final SubscriptionSpec spec;
  private final Attempt attempt;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by lock. A delivery in hand is either in the queue, or in running with a thread on it.
  // threads counts those that take from the queue and that of a suspect, without those that were
  // given up with their attempt.
  private final Deque<HeldDelivery> queue = new ArrayDeque<>();
  private final Set<HeldDelivery> running = new HashSet<>();
  private int threads;
  private boolean hinted = true;
  private boolean suspects;
  private boolean stopping;
  private boolean held;
  private double nanosPerDelivery = TimeUnit.MILLISECONDS.toNanos(20);

  private final Thread claimer;

  Worker(
      Dispatcher dispatcher, int subscription, SubscriptionSpec spec, Deliveries.Handler handler) {
    this.dispatcher = dispatcher;
    this.subscription = subscription;
    this.spec = spec;
    this.attempt = new Attempt(dispatcher, spec, handler);
    this.claimer = new Thread(this::claim, "hub-claim-" + spec.group());
    claimer.setDaemon(true);
  }

  void start() {
    claimer.start();
  }

  int subscription() {
    return subscription;
  }

  SubscriptionSpec spec() {
    return spec;
  }

  void wake() {
    lock.lock();
    try {
      hinted = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void suspect() {
    lock.lock();
    try {
      suspects = true;
    } finally {
      lock.unlock();
    }
  }

  /** Claims no more until it is released, and gives back what was not begun. */
  void hold() {
    cease(() -> held = true);
  }

  void release() {
    lock.lock();
    try {
      held = false;
    } finally {
      lock.unlock();
    }
    wake();
  }

  /** Waits until no attempt is under way; false when one still was after that time. */
  boolean awaitIdle(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!running.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return running.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void cease(Runnable reason) {
    List<HeldDelivery> unbegun;
    lock.lock();
    try {
      reason.run();
      unbegun = new ArrayList<>(queue);
      queue.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    unbegun.forEach(attempt::giveBack);
    attempt.close();
  }

  /** Claims no more, gives back what was not begun, and waits for what was. */
  void stop() {
    cease(() -> stopping = true);
    try {
      claimer.join(STOP.toMillis());
      awaitIdle(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends attempts that outran their time; their threads are interrupted and replaced. */
  void expire() {
    attempt.flush();
    List<HeldDelivery> late;
    lock.lock();
    try {
      late = running.stream().filter(held -> held.age() > spec.timeout().toNanos()).toList();
    } finally {
      lock.unlock();
    }
    for (HeldDelivery held : late) {
      attempt.timeOut(held);
      // given up first: the interrupt must not hit the next delivery of the same thread
      if (abandon(held)) {
        held.interrupt();
      }
    }
  }

  private void claim() {
    while (true) {
      int free;
      lock.lock();
      try {
        while (!stopping && (!hinted || capacity() <= 0)) {
          changed.await();
        }
        if (stopping) {
          return;
        }
        // cleared before the claim: a hint that comes while it is under way leads to another claim
        hinted = false;
        free = capacity();
      } catch (InterruptedException e) {
        return;
      } finally {
        lock.unlock();
      }
      try {
        claim(free);
      } catch (SQLException e) {
        log.warn("Deliveries of {} could not be claimed: {}", spec.group(), e.getMessage());
      } catch (RuntimeException e) {
        log.error("Unhandled exception. Will keep running.", e);
      }
    }
  }

  private void claim(int free) throws SQLException {
    List<Delivery> claimed =
        dispatcher.transport.claim(subscription, free, false, dispatcher.lease, spec.pacing());
    if (!claimed.isEmpty()) {
      take(claimed);
    }
    // as many as asked for: there may be more, and nobody will hint at them again
    if (claimed.size() == free) {
      wake();
    }
    // Two leases of a suspect ended without a word, as when it crashes or hangs its hub. One at a
    // time in this hub: when it happens again, no other suspect is counted as guilty with it.
    if (takeSuspectsFlag() && dispatcher.solitary.tryAcquire()) {
      boolean working = false;
      try {
        List<Delivery> suspect =
            dispatcher.transport.claim(subscription, 1, true, dispatcher.lease, spec.pacing());
        if (!suspect.isEmpty()) {
          working = true;
          HeldDelivery held = new HeldDelivery(suspect.get(0));
          dispatcher.leases.hold(held);
          dispatcher.executor.execute(() -> alone(held));
        }
      } finally {
        if (!working) {
          dispatcher.solitary.release();
        }
      }
    }
  }

  private boolean takeSuspectsFlag() {
    lock.lock();
    try {
      boolean flag = suspects && !held && !stopping;
      suspects &= !flag;
      return flag;
    } finally {
      lock.unlock();
    }
  }

  private void take(List<Delivery> claimed) {
    List<HeldDelivery> late = new ArrayList<>();
    int starting = 0;
    lock.lock();
    try {
      for (Delivery delivery : claimed) {
        HeldDelivery held = new HeldDelivery(delivery);
        dispatcher.leases.hold(held);
        // the claim was under way when the worker was told to cease
        if (stopping || this.held) {
          late.add(held);
        } else {
          queue.add(held);
        }
      }
      while (threads < spec.concurrency() && threads < queue.size() + running.size()) {
        threads++;
        starting++;
      }
    } finally {
      lock.unlock();
    }
    late.forEach(attempt::giveBack);
    for (int i = 0; i < starting; i++) {
      dispatcher.executor.execute(this::work);
    }
  }

  /** One worker: takes deliveries until there are none. */
  private void work() {
    HeldDelivery held = null;
    while (true) {
      lock.lock();
      try {
        if (held != null && !running.remove(held)) {
          // this thread was given up when its attempt timed out
          return;
        }
        if (capacity() > 0) {
          changed.signalAll();
        }
        held = queue.poll();
        if (held == null) {
          // under the lock, so that take() either sees the thread or starts another one; awaitIdle
          // waits for the signal
          threads--;
          changed.signalAll();
          return;
        }
        running.add(held);
      } finally {
        lock.unlock();
      }
      learn(attempt.run(held));
      // what a flow left interrupted must not fail the next one
      Thread.interrupted();
    }
  }

  private void alone(HeldDelivery held) {
    lock.lock();
    try {
      running.add(held);
      threads++;
    } finally {
      lock.unlock();
    }
    try {
      learn(attempt.run(held));
    } finally {
      dispatcher.solitary.release();
      abandon(held);
      // one hub may leave hundreds of them: they do not wait for a poll each
      suspect();
      wake();
    }
  }

  /**
   * Counts the attempt's thread no more and starts another one for what is queued. The thread
   * itself may hang for ever; when it comes back it finds its delivery gone and ends.
   *
   * @return false when the attempt had come to its end already
   */
  private boolean abandon(HeldDelivery held) {
    int starting = 0;
    boolean removed;
    lock.lock();
    try {
      removed = running.remove(held);
      if (removed) {
        threads--;
        if (!queue.isEmpty() && threads < spec.concurrency()) {
          threads++;
          starting = 1;
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (starting > 0) {
      dispatcher.executor.execute(this::work);
    }
    return removed;
  }

  private void learn(long nanos) {
    lock.lock();
    try {
      // a moving average over about twenty deliveries
      nanosPerDelivery = 0.95 * nanosPerDelivery + 0.05 * nanos;
    } finally {
      lock.unlock();
    }
  }

  /** How many more may be claimed now; nothing while the queue is still half full. */
  private int capacity() {
    if (held) {
      return 0;
    }
    // each thread ends one delivery in nanosPerDelivery; ahead is what they end in AHEAD_NANOS
    double ahead = spec.concurrency() * (AHEAD_NANOS / Math.max(nanosPerDelivery, 1));
    // a list is large in memory, and what is counted at the claim should be counted late
    int most = spec.pacing().isPlain() ? MAX_AHEAD : 0;
    int wanted = spec.concurrency() + (int) Math.min(ahead, most);
    int inHand = queue.size() + running.size();
    // claimed by the half, so that a fast flow claims in large batches and not one by one
    return inHand > wanted / 2 && inHand >= spec.concurrency() ? 0 : wanted - inHand;
  }
}
