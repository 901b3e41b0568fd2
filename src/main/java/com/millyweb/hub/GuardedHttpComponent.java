package com.millyweb.hub;

import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;

/** Camel's {@code http:} and {@code https:}, which connect only where the guard lets them. */
class GuardedHttpComponent extends HttpComponent {
  private final EgressGuard guard;
  private final HttpSecrets secrets;

  GuardedHttpComponent(EgressGuard guard, RouteValues values) {
    this.guard = guard;
    secrets = new HttpSecrets(values);
    setConnectTimeout(OutgoingHttp.CONNECT_TIMEOUT.toMillis());
    setResponseTimeout(OutgoingHttp.RESPONSE_TIMEOUT.toMillis());
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    Set<String> used = secrets.in(parameters);
    var endpoint = (HttpEndpoint) super.createEndpoint(uri, remaining, parameters);
    secrets.reveal(endpoint, used);
    return endpoint;
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
    return connections;
  }
}
