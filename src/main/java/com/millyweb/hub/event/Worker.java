package com.millyweb.hub.event;

import java.sql.SQLException;
import java.time.Instant;
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
  private static final long STOP_SECONDS = 15;

  private final Dispatcher dispatcher;
  private final int subscription;
  private final SubscriptionSpec spec;
  private final Deliveries.Handler handler;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // guarded by lock
  private final Deque<HeldDelivery> queue = new ArrayDeque<>();
  private final Set<HeldDelivery> running = new HashSet<>();
  private int threads;
  private boolean hinted = true;
  private boolean suspects;
  private boolean stopping;
  private boolean held;
  private double nanosPerDelivery = TimeUnit.MILLISECONDS.toNanos(20);

  private final Thread claimer;
  private final AttemptLog attempts;

  Worker(
      Dispatcher dispatcher, int subscription, SubscriptionSpec spec, Deliveries.Handler handler) {
    this.dispatcher = dispatcher;
    this.subscription = subscription;
    this.spec = spec;
    this.handler = handler;
    this.claimer = new Thread(this::claim, "hub-claim-" + spec.group());
    claimer.setDaemon(true);
    this.attempts = new AttemptLog(spec.group(), System.nanoTime());
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

  int running() {
    lock.lock();
    try {
      return running.size();
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
    unbegun.forEach(this::giveBack);
    attempts.close();
  }

  /** Claims no more, gives back what was not begun, and waits for what was. */
  void stop() {
    cease(() -> stopping = true);
    try {
      claimer.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
      awaitRunning();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends attempts that outran their time; their threads are interrupted and replaced. */
  void expire() {
    attempts.flush(System.nanoTime());
    List<HeldDelivery> late;
    lock.lock();
    try {
      late = running.stream().filter(held -> held.age() > spec.timeout().toNanos()).toList();
    } finally {
      lock.unlock();
    }
    for (HeldDelivery held : late) {
      if (held.decide()) {
        Outcome outcome = dispatcher.failures.timedOut(held, spec);
        attempts.report(outcome, spec.maxAttempts(), System.nanoTime());
        dispatcher.end(held, outcome);
      }
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
        dispatcher.transport.claim(subscription, free, false, dispatcher.lease);
    if (!claimed.isEmpty()) {
      take(claimed);
    }
    if (claimed.size() == free) {
      wake();
    }
    if (takeSuspectsFlag() && dispatcher.solitary.tryAcquire()) {
      boolean working = false;
      try {
        List<Delivery> suspect =
            dispatcher.transport.claim(subscription, 1, true, dispatcher.lease);
        if (!suspect.isEmpty()) {
          working = true;
          HeldDelivery held = new HeldDelivery(suspect.get(0));
          dispatcher.hold(held);
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
        dispatcher.hold(held);
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
    late.forEach(this::giveBack);
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
          threads--;
          changed.signalAll();
          return;
        }
        running.add(held);
      } finally {
        lock.unlock();
      }
      attempt(held);
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
      attempt(held);
    } finally {
      dispatcher.solitary.release();
      abandon(held);
      // one hub may leave hundreds of them: they do not wait for a poll each
      suspect();
      wake();
    }
  }

  private void attempt(HeldDelivery held) {
    Instant started = dispatcher.clock.instant();
    held.begin(started);
    Effects effects = new Effects();
    Outcome outcome;
    try {
      boolean wanted = handler.handle(held.delivery, effects);
      outcome = new Outcome.Done(held.delivery, started, wanted, effects.close());
      outcome = HopLimit.checked(outcome);
    } catch (Exception e) {
      effects.close();
      outcome = dispatcher.failures.decide(held, spec, e);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
      effects.close();
      outcome = dispatcher.failures.decide(held, spec, e);
    }
    learn(held.age());
    if (held.decide()) {
      if (!(outcome instanceof Outcome.Done)) {
        attempts.report(outcome, spec.maxAttempts(), System.nanoTime());
      }
      dispatcher.end(held, outcome);
    }
  }

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

  private void giveBack(HeldDelivery held) {
    if (held.decide()) {
      dispatcher.end(held, new Outcome.Again(held.delivery, null, "returned", null, null));
    }
  }

  private void awaitRunning() throws InterruptedException {
    long left = TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    lock.lock();
    try {
      while (!running.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void learn(long nanos) {
    lock.lock();
    try {
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
    double ahead = spec.concurrency() * (AHEAD_NANOS / Math.max(nanosPerDelivery, 1));
    int wanted = spec.concurrency() + (int) Math.min(ahead, MAX_AHEAD);
    int inHand = queue.size() + running.size();
    return inHand > wanted / 2 && inHand >= spec.concurrency() ? 0 : wanted - inHand;
  }
}
