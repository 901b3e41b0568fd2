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
  private @Nullable Expression by;

  ContainerProducer(ContainerEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    name = expression(endpoint.getName());
    image = expression(endpoint.getImage());
    by = expression(endpoint.getBy());
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
    if (endpoint.getAction() == ContainerAction.update) {
      update(exchange, context, container);
      return;
    }
    exchange
        .getMessage()
        .setBody(
            new EngineActions(engine.client(), new CamelDocker(context, engine), endpoint)
                .run(container, text(image, exchange)));
  }

  /** A delivery that is repeated finds the update that it asked for before. */
  private void update(Exchange exchange, CamelContext context, String container)
      throws InterruptedException {
    String delivery = exchange.getMessage().getHeader("ce-id", String.class);
    String asked = text(image, exchange);
    String who = text(by, exchange);
    String step = endpoint.getEndpointUri();
    Update update =
        CamelContextHelper.mandatoryFindSingleByType(context, ContainerUpdates.class)
            .update(
                container,
                asked.isEmpty() ? null : asked,
                "%s/%s/%s"
                    .formatted(
                        delivery == null ? exchange.getExchangeId() : delivery, container, step),
                who.isEmpty() ? exchange.getFromRouteId() : who,
                endpoint.patience());
    exchange.getMessage().setBody(update.view());
  }

  private static String text(@Nullable Expression expression, Exchange exchange) {
    String text = expression == null ? null : expression.evaluate(exchange, String.class);
    return text == null ? "" : text.strip();
  }
}
