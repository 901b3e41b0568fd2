package com.millyweb.hub.event.endpoint;

import com.millyweb.hub.camel.PredicateParts;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.TypePattern;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** What a route that runs in this hub says of the events that it wants. */
public final class FlowSubscription {
  private static final EventMessage MESSAGE = new EventMessage();

  private final Route route;
  private final EventEndpoint endpoint;

  private FlowSubscription(Route route, EventEndpoint endpoint) {
    this.route = route;
    this.endpoint = endpoint;
  }

  /** Empty for a route that begins with something else. */
  public static Optional<FlowSubscription> of(Route route) {
    return route.getEndpoint() instanceof EventEndpoint endpoint
        ? Optional.of(new FlowSubscription(route, endpoint))
        : Optional.empty();
  }

  /** The name of the subscription. */
  public String group() {
    String group = endpoint.getGroup();
    return group == null ? route.getRouteId() : group;
  }

  public @Nullable String description() {
    return route.getDescription();
  }

  /** The route file; null for a route in Java. */
  public @Nullable String file() {
    return route.getSourceLocationShort() == null ? null : RouteFileName.of(route);
  }

  public @Nullable String filter() {
    return endpoint.getFilter();
  }

  /** How many deliveries are done in a time; null without a limit. */
  public @Nullable String atMost() {
    return endpoint.getAtMost();
  }

  /** Whether events of a type reach the filter of this flow, or the flow itself. */
  public boolean isOf(String type) {
    return TypePattern.of(endpoint.getType()).matches(type);
  }

  /**
   * The parts of the filter that say no to an event; none when it says yes, or there is none.
   *
   * @throws IOException when the event's data is no JSON although it says so
   */
  public List<PredicateParts.Part> refusing(Event event) throws IOException {
    if (endpoint.getFilter() == null) {
      return List.of();
    }
    Exchange exchange = new DefaultExchange(endpoint.getCamelContext());
    MESSAGE.fill(exchange, event);
    return refusing(exchange);
  }

  /**
   * The same of an event as another flow has it before it.
   *
   * @param delivery is not changed
   */
  public List<PredicateParts.Part> refusing(Exchange delivery) {
    String filter = endpoint.getFilter();
    return filter == null
        ? List.of()
        : PredicateParts.refusing(endpoint.getCamelContext(), filter, delivery);
  }
}
