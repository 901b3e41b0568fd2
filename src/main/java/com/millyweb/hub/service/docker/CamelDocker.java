package com.millyweb.hub.service.docker;

import com.github.dockerjava.api.DockerClient;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Producer;
import org.apache.camel.component.docker.DockerClientProfile;
import org.apache.camel.component.docker.DockerComponent;
import org.apache.camel.component.docker.DockerOperation;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * camel-docker with the hub's own client, whatever host a message names. Its operations are asked
 * on messages of their own.
 */
final class CamelDocker extends DockerComponent {
  private final DockerEngine engine;

  CamelDocker(CamelContext camel, DockerEngine engine) {
    this.engine = engine;
    setCamelContext(camel);
  }

  @Override
  public DockerClient getClient(DockerClientProfile profile) {
    return engine.client();
  }

  /** What the operation puts into the body. */
  @Nullable Object ask(DockerOperation operation, Map<String, Object> headers) throws Exception {
    var endpoint = createEndpoint("docker:" + operation);
    Producer producer = endpoint.createProducer();
    ServiceHelper.startService(endpoint, producer);
    try {
      Exchange exchange = new DefaultExchange(getCamelContext(), ExchangePattern.InOut);
      exchange.getIn().setHeaders(new HashMap<>(headers));
      producer.process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
      return exchange.getMessage().getBody();
    } finally {
      ServiceHelper.stopService(producer, endpoint);
    }
  }
}
