package com.millyweb.hub.connect.websocket;

import com.millyweb.hub.connect.Handover;
import com.millyweb.hub.http.GuardedSockets;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Receive messages from a WebSocket server, and send messages to one. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "websocket",
    title = "WebSocket client",
    syntax = "websocket:url",
    category = {Category.HTTP, Category.MESSAGING})
public class WebSocketEndpoint extends DefaultEndpoint {
  private static final Map<String, Integer> PORTS = Map.of("ws", 80, "wss", 443);

  @UriPath(description = "The address, ws://host/path or wss://host/path.")
  @Metadata(required = true)
  private String url = "";

  @UriParam(
      prefix = "header.",
      multiValue = true,
      description = "Headers of the request that opens the connection, e.g. header.Authorization.")
  private Map<String, Object> headers = Map.of();

  @UriParam(
      label = "consumer",
      description = "A text that is sent when the connection stands, such as a subscription.")
  private @Nullable String send;

  @UriParam(
      label = "consumer",
      defaultValue = "1048576",
      description = "The longest message that is read, in bytes.")
  private int maxLength = 1 << 20;

  private final @Nullable GuardedSockets sockets;
  private final @Nullable Handover handover;

  WebSocketEndpoint(
      String uri,
      WebSocketComponent component,
      @Nullable GuardedSockets sockets,
      @Nullable Handover handover) {
    super(uri, component);
    this.sockets = sockets;
    this.handover = handover;
  }

  @Override
  public Producer createProducer() {
    return new WebSocketProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    var consumer = new WebSocketConsumer(this, processor, handover);
    configureConsumer(consumer);
    return consumer;
  }

  /** Connects, to where the hub may connect. */
  WebSocketLine connect(WebSocketListener listener) throws IOException, InterruptedException {
    if (sockets == null) {
      throw new IOException("Nothing is connected while a route is checked");
    }
    URI address = URI.create(url);
    int port =
        address.getPort() < 0 ? PORTS.getOrDefault(address.getScheme(), 443) : address.getPort();
    Map<String, String> sent = new TreeMap<>();
    headers.forEach((name, value) -> sent.put(name, String.valueOf(value)));
    return WebSocketLine.open(sockets, address, port, sent, maxLength, listener);
  }

  public String getUrl() {
    return url;
  }

  public void setUrl(String url) {
    this.url = url;
  }

  public Map<String, Object> getHeaders() {
    return headers;
  }

  public void setHeaders(Map<String, Object> headers) {
    this.headers = headers;
  }

  public @Nullable String getSend() {
    return send;
  }

  public void setSend(@Nullable String send) {
    this.send = send;
  }

  public int getMaxLength() {
    return maxLength;
  }

  public void setMaxLength(int maxLength) {
    this.maxLength = maxLength;
  }
}
