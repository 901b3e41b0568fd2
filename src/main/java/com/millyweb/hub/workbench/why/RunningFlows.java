package com.millyweb.hub.workbench.why;

import com.millyweb.hub.event.endpoint.FlowSubscription;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.stereotype.Component;

/** The routes of this hub that receive events. */
@Component
class RunningFlows {
  private final CamelContext camel;

  RunningFlows(CamelContext camel) {
    this.camel = camel;
  }

  /** By the name of the subscription. */
  Map<String, FlowSubscription> byGroup() {
    Map<String, FlowSubscription> flows = new TreeMap<>();
    for (Route route : camel.getRoutes()) {
      FlowSubscription.of(route).ifPresent(flow -> flows.put(flow.group(), flow));
    }
    return flows;
  }
}
