package com.millyweb.hub.ingress;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * A kind of door: how its senders sign, what event their requests become, and what they may do.
 *
 * <p>Requests come from the route {@code ingress.door}, which has let them in. The steps {@code
 * verify.hmac} and {@code normalise.json} do what the options say.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = DoorEndpoint.SCHEME,
    title = "Door",
    syntax = "door:kind",
    consumerOnly = true,
    generateConfigurer = false,
    category = {Category.HTTP})
public class DoorEndpoint extends DefaultEndpoint {
  static final String SCHEME = "door";

  /** Where {@code ingress.door} sends the requests of the kind. */
  private static final String INNER = "direct:ingress.";

  @UriPath(description = "Name of the kind, and of its file: routes/ingress/<kind>.camel.yaml.")
  @Metadata(required = true)
  private final String kind;

  @UriParam private final KindOptions options;

  DoorEndpoint(String uri, DoorComponent component, String kind, KindOptions options) {
    super(uri, component);
    this.kind = kind;
    this.options = options;
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    var inner = getCamelContext().getEndpoint(INNER + kind, DirectEndpoint.class);
    return new KindConsumer(inner, processor, kind, options);
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "door:%s can only be begun with; requests come from the door".formatted(kind));
  }
}
