package com.millyweb.hub.ingress;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code door:} component. */
@Component("door")
public class DoorComponent extends DefaultComponent {

  /** What can be wrong is found here: a route's check creates endpoints, and starts no routes. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    Map<String, Object> options = new HashMap<>(parameters);
    parameters.keySet().removeIf(KindOptions::isOption);
    var endpoint = new DoorEndpoint(uri, this, remaining, KindOptions.of(options));
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
