package com.millyweb.hub.event.endpoint;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code event:} component. */
@Component("event")
public class EventComponent extends DefaultComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new EventEndpoint(uri, this);
    endpoint.setType(remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
