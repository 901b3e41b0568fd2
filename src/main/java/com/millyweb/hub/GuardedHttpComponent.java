package com.millyweb.hub;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
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
  private final RouteValues values;

  GuardedHttpComponent(EgressGuard guard, RouteValues values) {
    this.guard = guard;
    this.values = values;
    setConnectTimeout(OutgoingHttp.CONNECT_TIMEOUT.toMillis());
    setResponseTimeout(OutgoingHttp.RESPONSE_TIMEOUT.toMillis());
  }

  /** Secrets of the query go out, and are not in the URI that is logged and measured. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    Set<String> secrets =
        parameters.values().stream()
            .map(String::valueOf)
            .filter(values::isReference)
            .collect(Collectors.toSet());
    var endpoint = (HttpEndpoint) super.createEndpoint(uri, remaining, parameters);
    String sent = endpoint.getHttpUri().toString();
    for (String secret : secrets) {
      String value = Objects.requireNonNull(values.reveal(secret));
      sent =
          sent.replace(
              URLEncoder.encode(secret, StandardCharsets.UTF_8),
              URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
    endpoint.setHttpUri(URI.create(sent));
    if ("bearer".equalsIgnoreCase(endpoint.getAuthMethod())
        && endpoint.getAuthBearerToken() != null) {
      bear(endpoint, endpoint.getAuthBearerToken());
    }
    return endpoint;
  }

  /** Camel 4.17 takes a bearer token from the component only. No redirect takes it elsewhere. */
  private static void bear(HttpEndpoint endpoint, String token) {
    HttpClientConfigurer camels = endpoint.getHttpClientConfigurer();
    String host = endpoint.getHttpUri().getHost();
    endpoint.setHttpClientConfigurer(
        client -> {
          if (camels != null) {
            camels.configureHttpClient(client);
          }
          client.addRequestInterceptorFirst(
              (request, entity, context) -> {
                if (request.getAuthority().getHostName().equalsIgnoreCase(host)) {
                  request.setHeader("Authorization", "Bearer " + token);
                }
              });
        });
  }

  /** Camel takes these options as they are written. */
  @Override
  protected HttpClientConfigurer createHttpClientConfigurer(
      Map<String, Object> parameters, boolean secure) throws Exception {
    Map<String, Object> revealed = new HashMap<>(parameters);
    revealed.replaceAll(
        (name, value) -> {
          String secret = values.reveal(String.valueOf(value));
          return secret == null ? value : secret;
        });
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
