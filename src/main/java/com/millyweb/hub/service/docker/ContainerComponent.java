package com.millyweb.hub.service.docker;

import com.millyweb.hub.config.Nearest;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code container:} component. */
@Component("container")
public class ContainerComponent extends DefaultComponent {

  /** What can be wrong is found here: a route's check creates endpoints, but no producers. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new ContainerEndpoint(uri, this);
    endpoint.setAction(Nearest.choice(ContainerAction.class, "container:", remaining));
    setProperties(endpoint, parameters);
    endpoint.requireConsistent();
    return endpoint;
  }
}
