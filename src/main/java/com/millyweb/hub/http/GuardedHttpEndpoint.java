package com.millyweb.hub.http;

import org.apache.camel.Consumer;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.service.ServiceHelper;

/** Camel's endpoint, whose calls are made by the hub's producer. */
final class GuardedHttpEndpoint extends DefaultEndpoint {
  private final HttpEndpoint http;
  private final HttpLimits limits;
  private final SentSecrets secrets;

  GuardedHttpEndpoint(
      String uri,
      GuardedHttpComponent component,
      HttpEndpoint http,
      HttpLimits limits,
      SentSecrets secrets) {
    super(uri, component);
    this.http = http;
    this.limits = limits;
    this.secrets = secrets;
  }

  @Override
  public Producer createProducer() {
    return new GuardedHttpProducer(http, limits, secrets);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    return http.createConsumer(processor);
  }

  /** What {@code pollEnrich} would take: it asks without a limit, so there is none. */
  @Override
  public PollingConsumer createPollingConsumer() {
    throw new UnsupportedOperationException(
        "%s cannot be polled; use enrich, or to".formatted(getEndpointBaseUri()));
  }

  /** Unknown options become the query. */
  @Override
  public boolean isLenientProperties() {
    return http.isLenientProperties();
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    ServiceHelper.initService(http);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ServiceHelper.startService(http);
  }

  @Override
  protected void doStop() throws Exception {
    ServiceHelper.stopService(http);
    super.doStop();
  }

  @Override
  protected void doShutdown() throws Exception {
    ServiceHelper.stopAndShutdownService(http);
    super.doShutdown();
  }
}
