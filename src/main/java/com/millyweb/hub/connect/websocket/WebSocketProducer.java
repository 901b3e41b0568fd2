package com.millyweb.hub.connect.websocket;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Sends the body as a text, or as bytes when it is bytes. */
final class WebSocketProducer extends DefaultProducer {
  private static final long PATIENCE_SECONDS = 10;

  private final WebSocketEndpoint endpoint;
  private @Nullable WebSocket socket;

  WebSocketProducer(WebSocketEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  public synchronized void process(Exchange exchange) throws Exception {
    WebSocket open = open();
    Object body = exchange.getMessage().getBody();
    try {
      var sent =
          body instanceof byte[] bytes
              ? open.sendBinary(ByteBuffer.wrap(bytes), true)
              : open.sendText(exchange.getMessage().getMandatoryBody(String.class), true);
      sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      open.abort();
      throw new IOException("%s: %s".formatted(endpoint.getUrl(), e.getCause().getMessage()), e);
    }
  }

  private WebSocket open() throws IOException, InterruptedException {
    WebSocket known = socket;
    if (known == null || known.isOutputClosed() || known.isInputClosed()) {
      known = endpoint.connect(new WebSocket.Listener() {});
      socket = known;
    }
    return known;
  }

  @Override
  protected void doStop() throws Exception {
    WebSocket known = socket;
    if (known != null) {
      known.sendClose(WebSocket.NORMAL_CLOSURE, "");
      known.abort();
    }
    super.doStop();
  }
}
