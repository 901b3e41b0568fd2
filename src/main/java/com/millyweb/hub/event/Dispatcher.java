package com.millyweb.hub.event;

import com.millyweb.hub.event.postgres.SubscriptionTable;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** Runs the handlers of this hub, and tells their workers when there is something to do. */
final class Dispatcher implements Deliveries, AutoCloseable {
  final Transport transport;
  final Failures failures;
  final Clock clock;
  final Duration lease;
  final Executor executor;
  final Leases leases;

  /** Suspects of this hub run one at a time, so that only the guilty one is blamed for a crash. */
  final Semaphore solitary = new Semaphore(1);

  private final SubscriptionTable subscriptions;
  private final List<Worker> workers = new CopyOnWriteArrayList<>();

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
    subscriptions.onWork(this::wake);
    this.leases = new Leases(transport, failures, lease, metrics, this::wake);
  }

  @Override
  public Attachment attach(SubscriptionSpec spec, Handler handler) {
    for (Worker worker : workers) {
      SubscriptionSpec other = worker.spec();
      if (other.group().equals(spec.group()) && !other.sharesWith(spec)) {
        throw new IllegalStateException(
            "Group '%s' subscribes to '%s' ordered by %s already, it cannot subscribe to '%s' ordered by %s, or collect or limit them otherwise: set another group"
                .formatted(
                    spec.group(),
                    other.pattern(),
                    other.lanes().text(),
                    spec.pattern(),
                    spec.lanes().text()));
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

  @Override
  public void close() {
    workers.forEach(Worker::stop);
    leases.close();
  }
}
