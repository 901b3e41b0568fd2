package com.millyweb.hub.notify;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/** The {@code notify:} component. */
@Component("notify")
public class NotifyComponent extends DefaultComponent {

  /** What can be wrong is found here: a route's check creates endpoints, but no producers. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new NotifyEndpoint(uri, this);
    endpoint.setChannel(remaining);
    setProperties(endpoint, parameters);
    // a check without the hub knows no channels
    Channels channels = CamelContextHelper.findSingleByType(getCamelContext(), Channels.class);
    if (channels != null && !remaining.equals(Channels.REPLY)) {
      channels.targets(remaining);
    }
    NoticeOptions.of(endpoint);
    return endpoint;
  }
}
