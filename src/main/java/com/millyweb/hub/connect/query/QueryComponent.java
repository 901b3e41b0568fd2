package com.millyweb.hub.connect.query;

import com.millyweb.hub.camel.WrittenOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code query:} component. */
@Component("query")
public class QueryComponent extends DefaultComponent {
  private static final String VALUE = "value.";

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new QueryEndpoint(uri, this);
    endpoint.setDatabase(remaining);
    Map<String, Object> written = WrittenOptions.read(parameters);
    parameters.clear();
    // not as Camel sets properties: a text that begins with '#' names no bean
    written.forEach(
        (name, value) -> {
          if (name.startsWith(VALUE)) {
            endpoint.getValue().put(name.substring(VALUE.length()), value);
          } else if (name.equals("sql")) {
            endpoint.setSql(String.valueOf(value));
          } else {
            parameters.put(name, value);
          }
        });
    setProperties(endpoint, parameters);
    endpoint.limits();
    return endpoint;
  }
}
