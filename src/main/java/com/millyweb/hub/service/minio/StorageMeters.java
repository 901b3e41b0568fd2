package com.millyweb.hub.service.minio;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** {@code hub_storage_*}, all of them from the start on. */
@Component
final class StorageMeters {
  private final Map<Found, Counter> found = new HashMap<>();
  private final Map<Step, Timer> steps = new HashMap<>();
  private final Counter expired;
  private final Timer looks;

  private record Found(boolean removed, boolean told) {}

  private record Step(ObjectAction action, boolean done) {}

  StorageMeters(MeterRegistry registry) {
    for (boolean yes : new boolean[] {true, false}) {
      for (boolean told : new boolean[] {true, false}) {
        found.put(
            new Found(yes, told),
            Counter.builder("hub.storage.found")
                .description("Changes of objects that a look found, by who told them first")
                .tag("change", yes ? "removed" : "created")
                .tag("by", told ? "notification" : "watch")
                .register(registry));
      }
      for (ObjectAction action : ObjectAction.values()) {
        steps.put(
            new Step(action, yes),
            Timer.builder("hub.storage.step")
                .description("Steps that did something with an object")
                .tag("action", action.name())
                .tag("outcome", yes ? "done" : "failed")
                .register(registry));
      }
    }
    expired =
        Counter.builder("hub.storage.expired")
            .description("Objects that the hub deleted because they had expired")
            .register(registry);
    looks =
        Timer.builder("hub.storage.look")
            .description("Looks at a watched place")
            .register(registry);
  }

  /**
   * @param told whether a notification had told it before the look
   */
  void found(boolean removed, boolean told) {
    found.get(new Found(removed, told)).increment();
  }

  void expired() {
    expired.increment();
  }

  void looked(long nanos) {
    looks.record(nanos, TimeUnit.NANOSECONDS);
  }

  void step(ObjectAction action, boolean done, long nanos) {
    steps.get(new Step(action, done)).record(nanos, TimeUnit.NANOSECONDS);
  }
}
