package com.millyweb.hub.connect.websocket;

import com.millyweb.hub.connect.Handover;
import com.millyweb.hub.http.GuardedSockets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.PropertiesHelper;
import org.jspecify.annotations.Nullable;

/** The {@code websocket:} component. */
@Component("websocket")
public class WebSocketComponent extends DefaultComponent {
  private @Nullable GuardedSockets sockets;
  private @Nullable Handover handover;

  /** One that connects; what Camel makes by itself only checks. */
  public static WebSocketComponent of(GuardedSockets sockets, Handover handover) {
    var component = new WebSocketComponent();
    component.sockets = sockets;
    component.handover = handover;
    return component;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    Map<String, Object> headers = new TreeMap<>();
    PropertiesHelper.extractProperties(parameters, "header.")
        .forEach((name, value) -> headers.put(name, resolved(String.valueOf(value))));
    var endpoint = new WebSocketEndpoint(uri, this, sockets, handover);
    endpoint.setUrl(remaining);
    endpoint.setHeaders(headers);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /** A secret is found by its reference while the endpoint is made. */
  private String resolved(String value) {
    String found =
        value.startsWith("#")
            ? getCamelContext().getRegistry().lookupByNameAndType(value.substring(1), String.class)
            : null;
    return found == null ? value : found;
  }
}
