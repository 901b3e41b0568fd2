package com.millyweb.hub.knowledge.endpoint;

import com.millyweb.hub.camel.WrittenOptions;
import com.millyweb.hub.config.Nearest;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code knowledge:} component. */
@Component("knowledge")
public class KnowledgeComponent extends DefaultComponent {
  /** What can be wrong is found here: a route's check creates endpoints, but no producers. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new KnowledgeEndpoint(uri, this);
    endpoint.setAction(Nearest.choice(KnowledgeAction.class, "knowledge:", remaining));
    WrittenOptions.hand(parameters, (name, value) -> set(endpoint, name, value));
    setProperties(endpoint, parameters);
    endpoint.requireConsistent();
    return endpoint;
  }

  /** Not as Camel sets properties: a text that begins with '#' names no bean. */
  private static boolean set(KnowledgeEndpoint endpoint, String name, String value) {
    switch (name) {
      case "tenant" -> endpoint.setTenant(value);
      case "source" -> endpoint.setSource(value);
      case "path" -> endpoint.setPath(value);
      case "title" -> endpoint.setTitle(value);
      case "contentType" -> endpoint.setContentType(value);
      case "version" -> endpoint.setVersion(value);
      case "question" -> endpoint.setQuestion(value);
      case "fact" -> endpoint.setFact(value);
      case "text" -> endpoint.setText(value);
      default -> {
        return false;
      }
    }
    return true;
  }
}
