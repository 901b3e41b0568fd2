package com.millyweb.hub.http;

import com.millyweb.hub.camel.RouteValues;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.component.http.HttpEndpoint;

/**
 * Puts the values of secrets into what an HTTP endpoint sends. Its URI, which is logged and
 * measured, keeps their references.
 */
final class HttpSecrets {
  private final RouteValues values;

  HttpSecrets(RouteValues values) {
    this.values = values;
  }

  /** The references among the values of options; taken before Camel takes options away. */
  Set<String> in(Map<String, Object> parameters) {
    return parameters.values().stream()
        .map(String::valueOf)
        .filter(values::isReference)
        .collect(Collectors.toSet());
  }

  /** The options with the values of secrets. */
  Map<String, Object> revealed(Map<String, Object> parameters) {
    Map<String, Object> revealed = new HashMap<>(parameters);
    revealed.replaceAll(
        (name, value) -> {
          String secret = values.reveal(String.valueOf(value));
          return secret == null ? value : secret;
        });
    return revealed;
  }

  /** Lets the endpoint send these secrets in its query, and its bearer token. */
  SentSecrets reveal(HttpEndpoint endpoint, Set<String> references) {
    String sent = endpoint.getHttpUri().toString();
    Set<String> secrets = new HashSet<>();
    for (String reference : references) {
      String value = Objects.requireNonNull(values.reveal(reference));
      secrets.add(value);
      sent =
          sent.replace(
              URLEncoder.encode(reference, StandardCharsets.UTF_8),
              URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
    endpoint.setHttpUri(URI.create(sent));
    var held = new SentSecrets(endpoint.getHttpUri(), secrets);
    held.guard(endpoint);
    return held;
  }
}
