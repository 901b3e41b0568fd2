package com.millyweb.hub.http;

import com.millyweb.hub.camel.RouteValues;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Camel's {@code http:} and {@code https:}, which connect only where the guard lets them, send a
 * request once an attempt, and keep their answers in bounds.
 */
class GuardedHttpComponent extends HttpComponent {
  private final EgressGuard guard;
  private final HttpSecrets secrets;
  private final int maxAnswer;

  /**
   * @param maxAnswer bytes of an answer that a route may read
   */
  GuardedHttpComponent(EgressGuard guard, RouteValues values, int maxAnswer) {
    this.guard = guard;
    this.secrets = new HttpSecrets(values);
    this.maxAnswer = maxAnswer;
    setConnectTimeout(OutgoingHttp.CONNECT_TIMEOUT.toMillis());
    setResponseTimeout(OutgoingHttp.RESPONSE_TIMEOUT.toMillis());
    setConnectionRequestTimeout(OutgoingHttp.CONNECT_TIMEOUT.toMillis());
    // answers are in memory already when Camel takes them
    setResponsePayloadStreamingThreshold(Integer.MAX_VALUE);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    Set<String> references = secrets.in(parameters);
    var http = (HttpEndpoint) super.createEndpoint(uri, remaining, parameters);
    SentSecrets sent = secrets.reveal(http, references);
    Duration response = Duration.ofMillis(Math.max(http.getResponseTimeout(), 0));
    // the time-out of the endpoint is that of one read, a target that drips would never meet it
    Duration whole = (response.isZero() ? OutgoingHttp.RESPONSE_TIMEOUT : response).multipliedBy(2);
    return new GuardedHttpEndpoint(uri, this, http, new HttpLimits(maxAnswer, whole), sent);
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    // so that a step that reads bytes, such as unmarshal, takes an answer that is data already
    var converters = getCamelContext().getTypeConverterRegistry();
    for (Class<?> data : List.of(Map.class, Collection.class)) {
      converters.addTypeConverter(
          InputStream.class,
          data,
          new SimpleTypeConverter(
              false, (type, exchange, value) -> new ByteArrayInputStream(HttpBodies.json(value))));
    }
  }

  /** The engine repeats, by its own rules; the client would post twice and sleep in between. */
  @Override
  protected HttpClientBuilder createHttpClientBuilder(
      String uri, Map<String, Object> parameters, Map<String, Object> httpClientOptions) {
    return super.createHttpClientBuilder(uri, parameters, httpClientOptions)
        .disableAutomaticRetries();
  }

  /** Camel takes these options as they are written. */
  @Override
  protected HttpClientConfigurer createHttpClientConfigurer(
      Map<String, Object> parameters, boolean secure) throws Exception {
    Map<String, Object> revealed = secrets.revealed(parameters);
    HttpClientConfigurer configurer = super.createHttpClientConfigurer(revealed, secure);
    parameters.keySet().retainAll(revealed.keySet());
    return configurer;
  }

  @Override
  @SuppressWarnings("deprecation") // the type that Camel's method has
  protected HttpClientConnectionManager createConnectionManager(
      Registry<ConnectionSocketFactory> registry,
      int maxTotalConnections,
      int connectionsPerRoute,
      SocketConfig socketConfig) {
    var connections =
        new PoolingHttpClientConnectionManager(
            registry,
            PoolConcurrencyPolicy.STRICT,
            PoolReusePolicy.LIFO,
            TimeValue.ofMilliseconds(getConnectionTimeToLive()),
            null,
            guard,
            null);
    connections.setMaxTotal(
        maxTotalConnections > 0 ? maxTotalConnections : getMaxTotalConnections());
    connections.setDefaultMaxPerRoute(
        connectionsPerRoute > 0 ? connectionsPerRoute : getConnectionsPerRoute());
    connections.setDefaultSocketConfig(socketConfig);
    // nothing is repeated by itself, so a connection that its target closed must not be used
    connections.setDefaultConnectionConfig(
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(OutgoingHttp.CONNECT_TIMEOUT))
            .setValidateAfterInactivity(Timeout.of(OutgoingHttp.TRUSTED_IDLE))
            .build());
    return connections;
  }
}
