package com.millyweb.hub.tool;

import com.millyweb.hub.camel.FilesBeside;
import com.millyweb.hub.camel.WrittenOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code ai-tool:} component. */
@Component(AiToolEndpoint.SCHEME)
public class AiToolComponent extends DefaultComponent {
  private static final String PARAMETER = "parameter.";
  private static final String ARGUMENT = "argument.";

  /** What can be wrong is found here: a route's check creates endpoints, and starts no routes. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new AiToolEndpoint(uri, this);
    endpoint.setName(ToolContract.name(remaining));
    WrittenOptions.hand(parameters, (name, value) -> set(endpoint, name, value));
    setProperties(endpoint, parameters);
    endpoint.read(getCamelContext().getCamelContextExtension().getContextPlugin(FilesBeside.class));
    return endpoint;
  }

  private static boolean set(AiToolEndpoint endpoint, String name, String value) {
    if (name.startsWith(PARAMETER)) {
      endpoint.getParameter().put(name.substring(PARAMETER.length()), value);
    } else if (name.startsWith(ARGUMENT)) {
      endpoint.getArgument().put(name.substring(ARGUMENT.length()), value);
    } else if (name.equals("description")) {
      endpoint.setDescription(value);
    } else if (name.equals("title")) {
      endpoint.setTitle(value);
    } else {
      return false;
    }
    return true;
  }
}
