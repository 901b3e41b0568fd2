package com.millyweb.hub.service.docker;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Where the engine's events come in. camel-docker's own consumer does not come back when the
 * connection ends, and asks for what it missed in milliseconds where the engine counts seconds.
 */
final class EngineInbound extends DefaultEndpoint {
  static final String URI = "docker-events://engine";

  private final DockerEngine engine;
  private final DockerStore store;
  private final int logLines;
  private final EngineState state;

  EngineInbound(
      CamelContext camel, DockerEngine engine, DockerStore store, int logLines, EngineState state) {
    super(URI, null);
    this.engine = engine;
    this.store = store;
    this.logLines = logLines;
    this.state = state;
    setCamelContext(camel);
  }

  @Override
  public Consumer createConsumer(Processor route) {
    return new EngineConsumer(this, route, engine, store, logLines, state);
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("The engine's events are only received");
  }

  @Override
  protected String createEndpointUri() {
    return URI;
  }
}
