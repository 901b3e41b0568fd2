package com.millyweb.hub.route.trial;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** Stands where a route would reach another system. */
final class StubEndpoint extends DefaultEndpoint {
  private final String scheme;
  private final String address;
  private final Map<String, Object> options;
  private final Calls calls;

  StubEndpoint(
      String uri,
      CamelContext context,
      String scheme,
      String address,
      Map<String, Object> options,
      Calls calls) {
    super(uri, null);
    setCamelContext(context);
    this.scheme = scheme;
    this.address = address;
    this.options = options;
    this.calls = calls;
  }

  @Override
  public Producer createProducer() {
    return new StubProducer(this, scheme, address, options, calls);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "A test hands events in; a route that begins at %s: cannot be tested".formatted(scheme));
  }

  @Override
  public boolean isLenientProperties() {
    return true;
  }
}
