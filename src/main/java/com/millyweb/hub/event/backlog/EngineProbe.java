package com.millyweb.hub.event.backlog;

import com.millyweb.hub.health.probe.HealthProbe;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether the event engine keeps up. */
@Component
final class EngineProbe implements HealthProbe {
  private static final int SLOW_AFTER_SECONDS = 300;

  private final EngineNumbers numbers;

  EngineProbe(EngineNumbers numbers) {
    this.numbers = numbers;
  }

  @Override
  public String system() {
    return "event";
  }

  @Override
  public Status probe() {
    if (numbers.latest() == null) {
      numbers.refresh();
    }
    var now = numbers.latest();
    if (now == null) {
      return Status.unknown("The database did not tell");
    }
    List<String> findings = new ArrayList<>();
    if (now.oldestWaiting() > SLOW_AFTER_SECONDS) {
      findings.add(
          "A delivery has been due for %.0f s, %d are waiting"
              .formatted(now.oldestWaiting(), now.waiting()));
    }
    if (now.dead() > 0) {
      findings.add(now.dead() == 1 ? "1 dead letter" : now.dead() + " dead letters");
    }
    if (now.unattended() != null) {
      findings.add(unattended(now.unattended(), now.unattendedCount()));
    }
    if (now.throttled() != null) {
      findings.add("Told by their targets to wait: " + now.throttled());
    }
    return findings.isEmpty() ? Status.up() : Status.degraded(String.join("; ", findings));
  }

  private static String unattended(String names, long count) {
    if (count == 1) {
      return "No hub runs the route of %s; its events are kept for it, until it is parked"
          .formatted(names);
    }
    long more = count - names.split(", ").length;
    return "No hub runs the routes of %s%s; their events are kept for them, until they are parked"
        .formatted(names, more > 0 ? " and %d more".formatted(more) : "");
  }
}
