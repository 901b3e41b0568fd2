package com.millyweb.hub.service.docker;

import com.millyweb.hub.camel.JavaRoutes;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The watch on the Docker engine, in Java because it supervises a stream. */
@Component
@JavaRoutes(DockerRoutes.ROUTE)
final class DockerRoutes extends RouteBuilder {
  static final String ROUTE = "ingress.docker";

  private final DockerEngine engine;
  private final DockerStore store;
  private final DockerProperties properties;
  private final EngineState state;
  private final EventLog events;

  DockerRoutes(
      DockerEngine engine,
      DockerStore store,
      DockerProperties properties,
      EngineState state,
      EventLog events) {
    this.engine = engine;
    this.store = store;
    this.properties = properties;
    this.state = state;
    this.events = events;
  }

  @Override
  public void configure() throws Exception {
    if (DockerProperties.OFF.equals(properties.host())) {
      return;
    }
    from(new EngineInbound(getContext(), engine, store, properties.logLines(), state))
        .routeId(ROUTE)
        .description("Stores what happens to containers and images")
        .errorHandler(noErrorHandler())
        .process(this::store);
  }

  private void store(Exchange exchange) {
    events.appendNow(exchange.getMessage().getBody(NewEvent.class), EventLog.PATIENCE);
  }
}
