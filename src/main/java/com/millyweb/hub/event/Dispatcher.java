package com.millyweb.hub.event;

import com.millyweb.hub.event.postgres.GroupCommit;
import com.millyweb.hub.event.postgres.SubscriptionTable;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the handlers of this hub, keeps their leases alive and ends their claims in groups. */
final class Dispatcher implements Deliveries, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
  private static final int MAX_BATCH = 500;
  private static final int MAX_QUEUE = 20_000;

  final Transport transport;
  final Failures failures;
  final Clock clock;
  final Duration lease;
  final Executor executor;
  final EngineMetrics metrics;

  /** Suspects of this hub run one at a time, so that only the guilty one is blamed for a crash. */
  final Semaphore solitary = new Semaphore(1);

  private final SubscriptionTable subscriptions;
  private final List<Worker> workers = new CopyOnWriteArrayList<>();
  private final Map<Lease, HeldDelivery> inHand = new ConcurrentHashMap<>();
  private final GroupCommit<Ending> settler;

  private record Ending(HeldDelivery inHand, Outcome outcome) {}

  Dispatcher(
      Transport transport,
      SubscriptionTable subscriptions,
      Failures failures,
      Clock clock,
      Duration lease,
      Executor executor,
      EngineMetrics metrics) {
    this.transport = transport;
    this.subscriptions = subscriptions;
    this.failures = failures;
    this.clock = clock;
    this.lease = lease;
    this.executor = executor;
    this.metrics = metrics;
    subscriptions.onWork(this::wake);
    this.settler = new GroupCommit<>("settle", 2, MAX_BATCH, MAX_QUEUE, this::settle);
  }

  @Override
  public Attachment attach(SubscriptionSpec spec, Handler handler) {
    for (Worker worker : workers) {
      SubscriptionSpec other = worker.spec();
      if (other.group().equals(spec.group())
          && (!other.pattern().equals(spec.pattern()) || other.orderBy() != spec.orderBy())) {
        throw new IllegalStateException(
            "Group '%s' subscribes to '%s' ordered by %s already, it can not subscribe to '%s' ordered by %s: set another group"
                .formatted(
                    spec.group(),
                    other.pattern(),
                    other.orderBy(),
                    spec.pattern(),
                    spec.orderBy()));
      }
    }
    int id;
    try {
      id = subscriptions.activate(spec);
    } catch (SQLException e) {
      throw new EventLogUnavailable(
          "Subscription '%s' could not be stored: %s".formatted(spec.group(), e.getMessage()), e);
    }
    Worker worker = new Worker(this, id, spec, handler);
    workers.add(worker);
    worker.start();
    return new Attachment() {
      @Override
      public void detach() {
        worker.stop();
        workers.remove(worker);
        subscriptions.leave(id);
      }

      @Override
      public void hold() {
        worker.hold();
      }

      @Override
      public void release() {
        worker.release();
      }

      @Override
      public boolean awaitIdle(Duration patience) throws InterruptedException {
        return worker.awaitIdle(patience);
      }
    };
  }

  /** Hints that these subscriptions have work. */
  void wake(Collection<Integer> ids) {
    if (ids.isEmpty()) {
      return;
    }
    for (Worker worker : workers) {
      if (ids.contains(worker.subscription())) {
        worker.wake();
      }
    }
  }

  /** Asks the database which subscriptions have work; the truth behind the hints. */
  void poll() throws SQLException {
    Set<Integer> ids = new HashSet<>();
    workers.forEach(worker -> ids.add(worker.subscription()));
    if (ids.isEmpty()) {
      return;
    }
    Transport.Ready ready = transport.ready(ids);
    for (Worker worker : workers) {
      if (ready.withSuspects().contains(worker.subscription())) {
        worker.suspect();
      }
      if (ready.subscriptions().contains(worker.subscription())) {
        worker.wake();
      }
    }
  }

  /** Prolongs the leases of what is in hand; what was lost meanwhile is given up. */
  void heartbeat() throws SQLException {
    List<Lease> leases = new ArrayList<>(inHand.keySet());
    if (leases.isEmpty()) {
      return;
    }
    Set<Long> kept = transport.heartbeat(leases, lease);
    List<Long> gone = new ArrayList<>();
    for (Lease held : leases) {
      HeldDelivery lost = kept.contains(held.delivery()) ? null : inHand.get(held);
      if (lost != null && lost.decide()) {
        inHand.remove(held);
        metrics.leaseLost();
        gone.add(lost.delivery.id());
      }
    }
    if (!gone.isEmpty()) {
      log.warn(
          "{} leases were lost, the results are thrown away; the first of them is that of delivery {}",
          gone.size(),
          gone.get(0));
    }
  }

  /** Says that this hub runs its routes. */
  void attend() throws SQLException {
    List<Integer> ids = workers.stream().map(Worker::subscription).toList();
    if (!ids.isEmpty()) {
      subscriptions.attend(ids);
    }
  }

  /** Ends attempts that outran their time. */
  void expire() {
    workers.forEach(Worker::expire);
  }

  void hold(HeldDelivery held) {
    inHand.put(new Lease(held.delivery.id(), held.delivery.token()), held);
  }

  /** Queues the end of a claim whose outcome the caller has decided. */
  void end(HeldDelivery held, Outcome outcome) {
    try {
      settler.put(new Ending(held, outcome));
    } catch (InterruptedException e) {
      // the lease runs out and somebody else takes over
      Thread.currentThread().interrupt();
    }
  }

  int inHand() {
    return inHand.size();
  }

  @Override
  public void close() {
    workers.forEach(Worker::stop);
    settler.close();
  }

  private void settle(List<Ending> endings) {
    long deadline = System.nanoTime() + lease.toNanos();
    List<Outcome> outcomes = endings.stream().map(Ending::outcome).toList();
    while (true) {
      try {
        Transport.Settled settled = transport.settle(outcomes);
        metrics.settled(outcomes, settled);
        wake(settled.subscriptions());
        release(endings);
        return;
      } catch (SQLException e) {
        if (AppendLog.isAboutData(e)) {
          settleApart(endings, e);
          return;
        }
        if (System.nanoTime() > deadline) {
          log.warn(
              "{} deliveries could not be ended, their leases run out: {}",
              endings.size(),
              e.getMessage());
          release(endings);
          return;
        }
        pause();
      }
    }
  }

  /** Postgres refused something in the batch: find out what, and make that a dead letter. */
  private void settleApart(List<Ending> endings, SQLException refusal) {
    if (endings.size() > 1) {
      endings.forEach(ending -> settle(List.of(ending)));
      return;
    }
    Ending ending = endings.get(0);
    if (ending.outcome instanceof Outcome.Done done) {
      settle(
          List.of(
              new Ending(
                  ending.inHand,
                  new Outcome.Dead(
                      done.delivery(), done.started(), "permanent", failures.describe(refusal)))));
      return;
    }
    log.error("Delivery {} could not be ended", ending.inHand.delivery.id(), refusal);
    release(endings);
  }

  private void release(List<Ending> endings) {
    for (Ending ending : endings) {
      Delivery delivery = ending.inHand.delivery;
      inHand.remove(new Lease(delivery.id(), delivery.token()));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
