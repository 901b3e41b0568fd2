package com.millyweb.hub.http;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.net.URIAuthority;

/**
 * The secrets that one endpoint sends. They go to the scheme, host and port that the route file
 * names and nowhere else, whatever a redirect or a header of the message says, and what a call
 * fails with does not show them.
 *
 * @param values as they are configured; empty for an endpoint without secrets
 */
record SentSecrets(URI target, Set<String> values) {
  private static final String SHOWN = "******";

  /** Camel 4.17 takes a bearer token from the component only, so the endpoint adds it. */
  void guard(HttpEndpoint endpoint) {
    boolean bearer = "bearer".equalsIgnoreCase(endpoint.getAuthMethod());
    String token = bearer ? endpoint.getAuthBearerToken() : null;
    if (values.isEmpty() && token == null) {
      return;
    }
    HttpClientConfigurer camels = endpoint.getHttpClientConfigurer();
    endpoint.setHttpClientConfigurer(
        client -> {
          if (camels != null) {
            camels.configureHttpClient(client);
          }
          client.addRequestInterceptorFirst(
              (request, entity, context) -> {
                requireTarget(request);
                if (token != null) {
                  request.setHeader("Authorization", "Bearer " + token);
                }
              });
        });
  }

  private void requireTarget(HttpRequest request) throws EgressRefused {
    URIAuthority asked = request.getAuthority();
    boolean same =
        target.getScheme().equalsIgnoreCase(request.getScheme())
            && target.getHost().equalsIgnoreCase(asked.getHostName())
            && port(target.getScheme(), target.getPort())
                == port(request.getScheme(), asked.getPort());
    if (!same) {
      throw new EgressRefused(
          "The secrets of this call go to %s://%s only, it was to go to %s://%s"
              .formatted(
                  target.getScheme(),
                  target.getRawAuthority(),
                  request.getScheme(),
                  asked.toString()));
    }
  }

  private static int port(String scheme, int port) {
    return port >= 0 ? port : "https".equalsIgnoreCase(scheme) ? 443 : 80;
  }

  /** The same failure without these secrets. */
  Exception hidden(Exception failure) {
    if (failure instanceof HttpOperationFailedException answer) {
      return hidden(answer);
    }
    String message = failure.getMessage();
    if (message == null || message.equals(hidden(message))) {
      return failure;
    }
    var plain = new IOException(hidden(message));
    plain.setStackTrace(failure.getStackTrace());
    return plain;
  }

  private HttpOperationFailedException hidden(HttpOperationFailedException answer) {
    String redirect = answer.getRedirectLocation();
    var plain =
        new HttpOperationFailedException(
            hidden(answer.getUri()),
            answer.getStatusCode(),
            answer.getStatusText(),
            redirect == null ? null : hidden(redirect),
            answer.getResponseHeaders(),
            answer.getResponseBody());
    plain.setStackTrace(answer.getStackTrace());
    return plain;
  }

  /** The same text without these secrets. */
  String hidden(String text) {
    String hidden = text;
    for (String value : values) {
      hidden =
          hidden
              .replace(URLEncoder.encode(value, StandardCharsets.UTF_8), SHOWN)
              .replace(value, SHOWN);
    }
    return hidden;
  }
}
