package com.millyweb.hub.connect;

import com.millyweb.hub.connect.component.AddedComponents;
import com.millyweb.hub.health.probe.HealthProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Whether the connections of all routes stand, and the components are there that are named. */
@Component
final class ConnectProbe implements HealthProbe {
  private final ObjectProvider<CamelContext> camel;
  private final Troubles troubles;
  private final AddedComponents added;

  ConnectProbe(ObjectProvider<CamelContext> camel, Troubles troubles, AddedComponents added) {
    this.camel = camel;
    this.troubles = troubles;
    this.added = added;
  }

  @Override
  public String system() {
    return "connections";
  }

  @Override
  public Status probe() {
    List<String> amiss = new ArrayList<>(added.problems());
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
