package com.millyweb.hub.http;

import org.apache.camel.Exchange;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** What a step really called: of an endpoint only the base is known where headers say the rest. */
public final class CalledAddress {
  private static final String PROPERTY = "HubCalledAddress";

  private CalledAddress() {}

  static void note(Exchange exchange, HttpHost host, HttpUriRequest request, SentSecrets secrets) {
    exchange.setProperty(
        PROPERTY,
        secrets.hidden(
            "%s %s%s".formatted(request.getMethod(), host.toURI(), request.getRequestUri())));
  }

  /** {@code GET https://…} with its query and without secrets; null when nothing was called. */
  public static @Nullable String take(Exchange exchange) {
    return (String) exchange.removeProperty(PROPERTY);
  }
}
