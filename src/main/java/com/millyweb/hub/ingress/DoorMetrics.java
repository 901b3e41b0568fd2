package com.millyweb.hub.ingress;

import com.millyweb.hub.event.Appended;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code hub_ingress_*}. The labels are from configuration, never from a request. */
@Component
public final class DoorMetrics {
  private static final String UNKNOWN = "unknown";

  private record Meters(Counter accepted, Counter duplicates, DistributionSummary size) {}

  private record Refusal(String source, Refused.Reason reason) {}

  private final ConcurrentMap<String, Meters> meters = new ConcurrentHashMap<>();
  private final ConcurrentMap<Refusal, Counter> refusals = new ConcurrentHashMap<>();
  private final MeterRegistry registry;
  private final Timer door;

  public DoorMetrics(MeterRegistry registry) {
    this.registry = registry;
    door =
        Timer.builder("hub.ingress.door")
            .description("From the request to its answer")
            .publishPercentileHistogram()
            .register(registry);
  }

  void read(Source source, int size) {
    meters(source.name()).size().record(size);
  }

  public void stored(Source source, List<Appended> events) {
    stored(source.name(), events);
  }

  public void stored(String source, List<Appended> events) {
    for (Appended event : events) {
      Meters known = meters(source);
      (event.duplicate() ? known.duplicates() : known.accepted()).increment();
    }
  }

  void refused(@Nullable Source source, Refused.Reason reason) {
    refusals
        .computeIfAbsent(
            new Refusal(source == null ? UNKNOWN : source.name(), reason),
            refusal ->
                Counter.builder("hub.ingress.refused")
                    .description("Requests that a door refused")
                    .tag("source", refusal.source())
                    .tag("reason", refusal.reason().label())
                    .register(registry))
        .increment();
  }

  void answered(long nanos) {
    door.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Meters meters(String source) {
    return meters.computeIfAbsent(
        source,
        name ->
            new Meters(
                Counter.builder("hub.ingress.accepted")
                    .description("Events stored")
                    .tag("source", name)
                    .register(registry),
                Counter.builder("hub.ingress.duplicates")
                    .description("Events that were stored before")
                    .tag("source", name)
                    .register(registry),
                DistributionSummary.builder("hub.ingress.body")
                    .description("Size of the bodies read")
                    .baseUnit("bytes")
                    .tag("source", name)
                    .register(registry)));
  }
}
