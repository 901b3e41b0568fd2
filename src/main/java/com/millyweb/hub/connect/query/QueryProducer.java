package com.millyweb.hub.connect.query;

import com.millyweb.hub.camel.SimpleExpression;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Asks, and puts what was read into the body. */
final class QueryProducer extends DefaultProducer {
  private final QueryEndpoint endpoint;
  private final ReadOnlyQuery.Limits limits;
  private final Map<String, Expression> values = new LinkedHashMap<>();
  private @Nullable Expression sql;

  QueryProducer(QueryEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
    limits = endpoint.limits();
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    String text = endpoint.getSql();
    sql = text == null ? null : expression(text);
    endpoint.getValue().forEach((name, value) -> values.put(name, expression(value.toString())));
  }

  private Expression expression(String text) {
    return SimpleExpression.compile(endpoint.getCamelContext(), text);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    var databases =
        CamelContextHelper.mandatoryFindSingleByType(
            endpoint.getCamelContext(), QueryDatabases.class);
    String statement =
        sql == null
            ? exchange.getMessage().getBody(String.class)
            : sql.evaluate(exchange, String.class);
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    values.forEach((name, value) -> given.put(name, value.evaluate(exchange, Object.class)));
    exchange
        .getMessage()
        .setBody(
            new ReadOnlyQuery(databases.find(endpoint.getDatabase()), limits)
                .run(statement, given));
  }
}
