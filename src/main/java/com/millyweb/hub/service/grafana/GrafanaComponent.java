package com.millyweb.hub.service.grafana;

import com.millyweb.hub.camel.WrittenOptions;
import com.millyweb.hub.config.Nearest;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code grafana:} component. */
@Component("grafana")
public class GrafanaComponent extends DefaultComponent {
  private static final String LABEL = "label.";

  /** What can be wrong is found here: a route's check creates endpoints, but no producers. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new GrafanaEndpoint(uri, this);
    endpoint.setAction(Nearest.choice(GrafanaAction.class, "grafana:", remaining));
    WrittenOptions.hand(parameters, (name, value) -> set(endpoint, name, value));
    setProperties(endpoint, parameters);
    endpoint.requireConsistent();
    return endpoint;
  }

  /** Not as Camel sets properties: a text that begins with '#' names no bean. */
  private static boolean set(GrafanaEndpoint endpoint, String name, String value) {
    if (name.startsWith(LABEL)) {
      endpoint.getLabel().put(name.substring(LABEL.length()), value);
      return true;
    }
    switch (name) {
      case "server" -> endpoint.setServer(value);
      case "labels" -> endpoint.setLabels(value);
      case "duration" -> endpoint.setDuration(value);
      case "until" -> endpoint.setUntil(value);
      case "by" -> endpoint.setBy(value);
      case "comment" -> endpoint.setComment(value);
      case "text" -> endpoint.setText(value);
      case "tags" -> endpoint.setTags(value);
      case "dashboard" -> endpoint.setDashboard(value);
      case "panel" -> endpoint.setPanel(value);
      case "from" -> endpoint.setFrom(value);
      case "to" -> endpoint.setTo(value);
      default -> {
        return false;
      }
    }
    return true;
  }
}
