package com.millyweb.hub.connect;

import com.millyweb.hub.health.probe.HealthProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Whether the connections of all routes stand. */
@Component
final class ConnectProbe implements HealthProbe {
  private final ObjectProvider<CamelContext> camel;
  private final Troubles troubles;

  ConnectProbe(ObjectProvider<CamelContext> camel, Troubles troubles) {
    this.camel = camel;
    this.troubles = troubles;
  }

  @Override
  public String system() {
    return "connections";
  }

  @Override
  public Status probe() {
    List<String> amiss = new ArrayList<>();
    for (Route route : camel.getObject().getRoutes()) {
      String trouble = troubles.of(route.getConsumer());
      if (trouble != null) {
        amiss.add("%s: %s".formatted(route.getRouteId(), trouble));
      }
    }
    return amiss.isEmpty() ? Status.up() : Status.degraded(String.join("; ", amiss));
  }

  /** It looks into memory only. */
  @Override
  public Duration interval() {
    return Duration.ofSeconds(2);
  }
}
