package com.millyweb.hub.model.endpoint;

import com.millyweb.hub.camel.FilesBeside;
import com.millyweb.hub.camel.WrittenOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code model:} component. */
@Component("model")
public class ModelComponent extends DefaultComponent {

  /** What can be wrong is found here: a route's check creates endpoints, but no producers. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new ModelEndpoint(uri, this);
    endpoint.setName(remaining);
    WrittenOptions.hand(parameters, (name, value) -> set(endpoint, name, value));
    setProperties(endpoint, parameters);
    endpoint.read(getCamelContext().getCamelContextExtension().getContextPlugin(FilesBeside.class));
    return endpoint;
  }

  private static boolean set(ModelEndpoint endpoint, String name, String value) {
    switch (name) {
      case "prompt" -> endpoint.setPrompt(value);
      case "system" -> endpoint.setSystem(value);
      case "schema" -> endpoint.setSchema(value);
      case "timeout" -> endpoint.setTimeout(value);
      default -> {
        return false;
      }
    }
    return true;
  }
}
