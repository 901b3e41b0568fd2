package com.millyweb.hub.connect.kafka;

import com.millyweb.hub.connect.Handover;
import com.millyweb.hub.connect.Troubles;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.NamedRoute;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.jspecify.annotations.Nullable;

/** Gives each route that begins at a topic its {@link TopicPolicy}. */
public final class TopicPolicies implements RoutePolicyFactory {
  private static final String SCHEME = "kafka:";

  private final Supplier<Handover> handover;
  private final Troubles troubles;

  public TopicPolicies(Supplier<Handover> handover, Troubles troubles) {
    this.handover = handover;
    this.troubles = troubles;
  }

  @Override
  public @Nullable RoutePolicy createRoutePolicy(
      CamelContext camel, String routeId, NamedNode route) {
    return route instanceof NamedRoute named
            && named.getEndpointUrl() != null
            && named.getEndpointUrl().startsWith(SCHEME)
        ? new TopicPolicy(handover, troubles)
        : null;
  }
}
