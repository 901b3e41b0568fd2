package com.millyweb.hub.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** What the engine counts. */
final class EngineMetrics {
  private final MeterRegistry registry;
  private final Counter done;
  private final Counter filtered;
  private final Counter leasesLost;
  private final Counter cancelled;
  private final Counter limited;
  private final DistributionSummary collected;

  EngineMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.done = attempts("done");
    this.filtered = attempts("filtered");
    this.leasesLost =
        Counter.builder("hub.event.leases.lost")
            .description("Results thrown away because another claim had begun")
            .register(registry);
    this.cancelled =
        Counter.builder("hub.event.cancelled")
            .description("Deliveries that a flow took back before they began")
            .register(registry);
    this.limited =
        Counter.builder("hub.event.limited")
            .description("Deliveries that ended as filtered because of atMost")
            .register(registry);
    this.collected =
        DistributionSummary.builder("hub.event.collected")
            .description("Events in a list that was handed over")
            .register(registry);
  }

  void leaseLost() {
    leasesLost.increment();
  }

  private void finished(Outcome.Done finished) {
    if (finished.reason() != null) {
      limited.increment();
    }
    if (finished.wanted() && !finished.delivery().collected().isEmpty()) {
      collected.record(finished.delivery().collected().size());
    }
  }

  void cancelled(int deliveries) {
    cancelled.increment(deliveries);
  }

  void settled(List<Outcome> outcomes, Transport.Settled settled) {
    cancelled(settled.cancelled());
    limited.increment(settled.limited());
    filtered.increment(settled.limited());
    for (Outcome outcome : outcomes) {
      if (!settled.confirmed().contains(outcome.delivery().lease())) {
        leaseLost();
      } else if (outcome instanceof Outcome.Done finished) {
        (finished.wanted() ? done : filtered).increment();
        finished(finished);
      } else if (outcome instanceof Outcome.Again again) {
        attempts(again.kind()).increment();
      } else if (outcome instanceof Outcome.Dead dead) {
        attempts("dead").increment();
        registry.counter("hub.event.dead", "reason", dead.reason()).increment();
      }
    }
  }

  void reaped(Transport.Reaped reaped) {
    attempts("lost").increment(reaped.freed());
    registry.counter("hub.event.dead", "reason", "poison").increment(reaped.dead());
  }

  private Counter attempts(String outcome) {
    return Counter.builder("hub.event.attempts")
        .description("Attempts to deliver, by outcome")
        .tag("outcome", outcome)
        .register(registry);
  }
}
