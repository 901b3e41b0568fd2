package com.millyweb.hub.connect.websocket;

import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the body as a text, or as bytes when it is bytes, and waits until the server has read it:
 * it answers a ping that comes behind.
 */
final class WebSocketProducer extends DefaultProducer {
  private final WebSocketEndpoint endpoint;
  private @Nullable WebSocketLine line;

  WebSocketProducer(WebSocketEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  public synchronized void process(Exchange exchange) throws Exception {
    WebSocketLine open = open();
    Object body = exchange.getMessage().getBody();
    try {
      if (body instanceof byte[] bytes) {
        open.send(bytes);
      } else {
        open.send(exchange.getMessage().getMandatoryBody(String.class));
      }
      if (open.answers()) {
        return;
      }
    } catch (WebsocketNotConnectedException e) {
      throw new IOException("%s: the connection broke".formatted(endpoint.getUrl()), e);
    }
    open.abort();
    throw new IOException("%s: the message was not read".formatted(endpoint.getUrl()));
  }

  private WebSocketLine open() throws IOException, InterruptedException {
    WebSocketLine known = line;
    if (known == null || !known.isOpen()) {
      known = endpoint.connect(WebSocketListener.NONE);
      line = known;
    }
    return known;
  }

  @Override
  protected void doStop() throws Exception {
    WebSocketLine known = line;
    if (known != null) {
      known.close();
    }
    super.doStop();
  }
}
