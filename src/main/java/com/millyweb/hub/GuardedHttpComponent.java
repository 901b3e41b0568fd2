package com.millyweb.hub;

import org.apache.camel.component.http.HttpComponent;
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

  GuardedHttpComponent(EgressGuard guard) {
    this.guard = guard;
    setConnectTimeout(OutgoingHttp.CONNECT_TIMEOUT.toMillis());
    setResponseTimeout(OutgoingHttp.RESPONSE_TIMEOUT.toMillis());
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
