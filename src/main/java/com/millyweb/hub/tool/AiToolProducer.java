package com.millyweb.hub.tool;

import com.millyweb.hub.camel.SimpleExpression;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;

/** Calls a tool, and puts what it answers into the body. */
final class AiToolProducer extends DefaultProducer {
  private final AiToolEndpoint endpoint;
  private final Map<String, Expression> arguments = new LinkedHashMap<>();

  AiToolProducer(AiToolEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    endpoint
        .getArgument()
        .forEach(
            (name, text) ->
                arguments.put(
                    name, SimpleExpression.compile(endpoint.getCamelContext(), text.toString())));
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Tools tools =
        CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), Tools.class);
    Object result = tools.call(endpoint.getName(), arguments(exchange), exchange);
    exchange.getMessage().setBody(result);
  }

  private Map<?, ?> arguments(Exchange exchange) {
    if (!arguments.isEmpty()) {
      Map<String, Object> given = new LinkedHashMap<>();
      arguments.forEach((name, value) -> given.put(name, value.evaluate(exchange, Object.class)));
      return given;
    }
    Object body = exchange.getMessage().getBody();
    if (body == null) {
      return Map.of();
    }
    if (body instanceof Map<?, ?> map) {
      return map;
    }
    throw new WrongArguments(
        "Tool '%s' is called with the fields of the body, which is no map; name them as argument.<parameter>"
            .formatted(endpoint.getName()));
  }
}
