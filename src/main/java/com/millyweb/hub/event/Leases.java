package com.millyweb.hub.event;

import com.millyweb.hub.event.postgres.GroupCommit;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leases that this hub holds: keeps them alive, and ends their claims in groups. */
final class Leases implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leases.class);
  private static final int MAX_BATCH = 500;
  private static final int MAX_QUEUE = 20_000;

  private final Transport transport;
  private final Failures failures;
  private final Duration lease;
  private final EngineMetrics metrics;
  private final Consumer<Set<Integer>> wake;
  private final Map<Lease, HeldDelivery> inHand = new ConcurrentHashMap<>();
  private final GroupCommit<Ending> settler;

  private record Ending(HeldDelivery inHand, Outcome outcome) {}

  /**
   * @param wake called with the subscriptions that a settlement gave work to
   */
  Leases(
      Transport transport,
      Failures failures,
      Duration lease,
      EngineMetrics metrics,
      Consumer<Set<Integer>> wake) {
    this.transport = transport;
    this.failures = failures;
    this.lease = lease;
    this.metrics = metrics;
    this.wake = wake;
    this.settler = new GroupCommit<>("settle", 1, MAX_BATCH, MAX_QUEUE, this::settle);
  }

  void hold(HeldDelivery held) {
    inHand.put(held.delivery.lease(), held);
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

  /** Prolongs the leases of what is in hand; what was lost meanwhile is given up. */
  void heartbeat() throws SQLException {
    List<Lease> leases = new ArrayList<>(inHand.keySet());
    if (leases.isEmpty()) {
      return;
    }
    Set<Lease> kept = transport.heartbeat(leases, lease);
    List<Long> gone = new ArrayList<>();
    for (Lease held : leases) {
      HeldDelivery lost = kept.contains(held) ? null : inHand.get(held);
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

  @Override
  public void close() {
    settler.close();
  }

  private void settle(List<Ending> endings) {
    long deadline = System.nanoTime() + lease.toNanos();
    List<Outcome> outcomes = endings.stream().map(Ending::outcome).toList();
    while (true) {
      try {
        Transport.Settled settled = transport.settle(outcomes);
        metrics.settled(outcomes, settled);
        tell(endings, settled);
        wake.accept(settled.subscriptions());
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

  private static void tell(List<Ending> endings, Transport.Settled settled) {
    for (Ending ending : endings) {
      if (ending.outcome instanceof Outcome.Done
          && settled.confirmed().contains(ending.inHand.delivery.lease())) {
        ending.inHand.committed();
      }
    }
  }

  private void release(List<Ending> endings) {
    for (Ending ending : endings) {
      Delivery delivery = ending.inHand.delivery;
      inHand.remove(delivery.lease());
    }
  }

  /**
   * Between attempts to reach a database that did not answer, on a thread that does nothing else.
   */
  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
