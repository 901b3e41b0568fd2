package com.millyweb.hub.service.minio;

import io.minio.MinioClient;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.component.minio.MinioComponent;
import org.apache.camel.component.minio.MinioConfiguration;
import org.apache.camel.component.minio.MinioEndpoint;
import org.apache.camel.component.minio.MinioOperations;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * camel-minio with the hub's own client. Requests are handed to it ready made, so that no header of
 * a message names another bucket or object; it makes no buckets and deletes nothing by itself.
 */
final class CamelMinio implements AutoCloseable {
  private final MinioEndpoint endpoint;
  private final Producer producer;

  CamelMinio(CamelContext camel, MinioClient client, String bucket) {
    var configuration = new MinioConfiguration();
    configuration.setMinioClient(client);
    configuration.setBucketName(bucket);
    configuration.setAutoCreateBucket(false);
    configuration.setDeleteAfterRead(false);
    configuration.setPojoRequest(true);
    var component = new MinioComponent(camel);
    endpoint = new MinioEndpoint("minio://" + bucket, component, configuration);
    endpoint.setCamelContext(camel);
    producer = endpoint.createProducer();
    ServiceHelper.startService(endpoint, producer);
  }

  /**
   * @param operation null to store an object
   * @param request the builder of the operation's arguments
   * @param headers what the operation reads besides
   * @return the message that the operation left
   */
  Message ask(@Nullable MinioOperations operation, Object request, Map<String, Object> headers)
      throws Exception {
    endpoint.getConfiguration().setOperation(operation);
    Exchange exchange = new DefaultExchange(endpoint.getCamelContext(), ExchangePattern.InOut);
    exchange.getIn().setBody(request);
    exchange.getIn().setHeaders(new HashMap<>(headers));
    producer.process(exchange);
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    return exchange.getMessage();
  }

  @Override
  public void close() {
    ServiceHelper.stopService(producer, endpoint);
  }
}
