package com.millyweb.hub.agent.endpoint;

import com.millyweb.hub.camel.FilesBeside;
import com.millyweb.hub.camel.WrittenOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code agent:} component. */
@Component(AgentEndpoint.SCHEME)
public class AgentComponent extends DefaultComponent {
  private static final String BUDGET = "budget.";

  /** What can be wrong is found here: a route's check creates endpoints, and starts no routes. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new AgentEndpoint(uri, this);
    endpoint.setName(remaining);
    WrittenOptions.hand(parameters, (name, value) -> set(endpoint, name, value));
    setProperties(endpoint, parameters);
    endpoint.read(getCamelContext().getCamelContextExtension().getContextPlugin(FilesBeside.class));
    return endpoint;
  }

  private static boolean set(AgentEndpoint endpoint, String name, String value) {
    if (name.startsWith(BUDGET)) {
      endpoint.getBudget().put(name.substring(BUDGET.length()), value);
      return true;
    }
    switch (name) {
      case "description" -> endpoint.setDescription(value);
      case "prompt" -> endpoint.setPrompt(value);
      case "policy" -> endpoint.setPolicy(value);
      case "conversation" -> endpoint.setConversation(value);
      case "task" -> endpoint.setTask(value);
      case "key" -> endpoint.setKey(value);
      default -> {
        return false;
      }
    }
    return true;
  }
}
