package com.millyweb.hub.service.docker;

import com.millyweb.hub.camel.SimpleExpression;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Does what its endpoint says, and puts what the engine says of it into the body. */
final class ContainerProducer extends DefaultProducer {
  private final ContainerEndpoint endpoint;
  private @Nullable Expression name;
  private @Nullable Expression image;

  ContainerProducer(ContainerEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    name = expression(endpoint.getName());
    image = expression(endpoint.getImage());
  }

  private @Nullable Expression expression(@Nullable String text) {
    return text == null ? null : SimpleExpression.compile(endpoint.getCamelContext(), text);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    CamelContext context = endpoint.getCamelContext();
    var engine = CamelContextHelper.mandatoryFindSingleByType(context, DockerEngine.class);
    String container = text(name, exchange);
    if (endpoint.getAction().isOfOne()) {
      container = Container.requireName(container);
    }
    exchange
        .getMessage()
        .setBody(
            new EngineActions(engine.client(), new CamelDocker(context, engine), endpoint)
                .run(container, text(image, exchange)));
  }

  private static String text(@Nullable Expression expression, Exchange exchange) {
    String text = expression == null ? null : expression.evaluate(exchange, String.class);
    return text == null ? "" : text.strip();
  }
}
