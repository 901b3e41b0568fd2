package com.millyweb.hub.event.endpoint;

import com.millyweb.hub.camel.PredicateParts;
import com.millyweb.hub.event.Event;
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

  /**
   * The parts of the filter that say no to an event; none when it says yes, or there is none.
   *
   * @throws IOException when the event's data is no JSON although it says so
   */
  public List<PredicateParts.Part> refusing(Event event) throws IOException {
    String filter = endpoint.getFilter();
    if (filter == null) {
      return List.of();
    }
    Exchange exchange = new DefaultExchange(endpoint.getCamelContext());
    MESSAGE.fill(exchange, event);
    return PredicateParts.refusing(endpoint.getCamelContext(), filter, exchange);
  }
}
