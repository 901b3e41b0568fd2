package com.millyweb.hub.connect.websocket;

import com.millyweb.hub.connect.Handover;
import com.millyweb.hub.http.GuardedSockets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private static final Duration PATIENCE = Duration.ofSeconds(10);
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
      description = "The longest message that is read, in characters.")
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
  WebSocket connect(WebSocket.Listener listener) throws IOException, InterruptedException {
    URI address = URI.create(url);
    if (sockets == null) {
      throw new IOException("Nothing is connected while a route is checked");
    }
    sockets.check(
        address.getHost(),
        address.getPort() < 0 ? PORTS.getOrDefault(address.getScheme(), 443) : address.getPort());
    var builder =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()
            .newWebSocketBuilder()
            .connectTimeout(PATIENCE);
    headers.forEach((name, value) -> builder.header(name, String.valueOf(value)));
    try {
      return builder.buildAsync(address, listener).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer within %d s".formatted(PATIENCE.toSeconds()), e);
    }
  }

  private static String reason(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
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
