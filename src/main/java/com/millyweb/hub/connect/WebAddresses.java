package com.millyweb.hub.connect;

import com.millyweb.hub.connect.websocket.WebSocketEndpoint;
import java.net.URI;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.feed.FeedEndpoint;

/** Addresses that are a whole URL: of feeds, and of WebSockets. */
final class WebAddresses {
  private static final Map<String, Integer> FEED = Map.of("http", 80, "https", 443);
  private static final Map<String, Integer> SOCKET = Map.of("ws", 80, "wss", 443);

  private WebAddresses() {}

  static void confine(Endpoint endpoint, Hosts hosts) {
    if (endpoint instanceof WebSocketEndpoint socket) {
      require(socket.getUrl(), SOCKET, "ws:// or wss://", hosts);
    } else {
      require(((FeedEndpoint) endpoint).getFeedUri(), FEED, "http:// or https://", hosts);
    }
  }

  private static void require(String text, Map<String, Integer> ports, String rule, Hosts hosts) {
    try {
      URI url = URI.create(text);
      Integer port = url.getScheme() == null ? null : ports.get(url.getScheme());
      if (url.getHost() != null && port != null) {
        hosts.require(url.getHost(), url.getPort() < 0 ? port : url.getPort());
        return;
      }
    } catch (IllegalArgumentException e) {
      if (e.getCause() == null) {
        throw e;
      }
    }
    throw new IllegalArgumentException(
        "The address must begin with %s and name a host, was: '%s'".formatted(rule, text));
  }
}
