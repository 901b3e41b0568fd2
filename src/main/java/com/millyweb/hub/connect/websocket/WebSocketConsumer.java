package com.millyweb.hub.connect.websocket;

import com.millyweb.hub.connect.Handover;
import com.millyweb.hub.connect.KeptConsumer;
import com.millyweb.hub.connect.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * Receives messages one after the other: the next one is asked for when the route has stored the
 * last, and so a server that sends too fast is slowed down. The protocol acknowledges nothing: what
 * was sent while no connection stood is lost.
 */
final class WebSocketConsumer extends KeptConsumer {
  private static final long PING_SECONDS = 20;

  private final WebSocketEndpoint endpoint;

  WebSocketConsumer(WebSocketEndpoint endpoint, Processor processor, @Nullable Handover handover) {
    super(endpoint, processor, handover);
    this.endpoint = endpoint;
  }

  @Override
  protected String target() {
    return endpoint.getUrl();
  }

  @Override
  protected AutoCloseable open(Consumer<String> lost) throws Exception {
    WebSocketLine line = endpoint.connect(new WebSocketListener(this::receive, lost));
    String first = endpoint.getSend();
    try {
      if (first != null) {
        line.send(first);
      }
    } catch (WebsocketNotConnectedException e) {
      throw new IOException("the first text could not be sent", e);
    }
    Thread pulse = new Thread(() -> pulse(line, lost), "hub-websocket-pulse");
    pulse.setDaemon(true);
    pulse.start();
    return () -> {
      pulse.interrupt();
      line.abort();
    };
  }

  /** A server that is gone without a word is found out. */
  private static void pulse(WebSocketLine line, Consumer<String> lost) {
    try {
      while (line.isOpen()) {
        TimeUnit.SECONDS.sleep(PING_SECONDS);
        if (!line.answers()) {
          lost.accept("no answer to a ping");
          return;
        }
      }
    } catch (WebsocketNotConnectedException e) {
      // it said so itself
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void receive(Object message) {
    byte[] bytes =
        message instanceof byte[] binary
            ? binary
            : message.toString().getBytes(StandardCharsets.UTF_8);
    give(() -> exchange(bytes), bytes);
  }

  private Exchange exchange(byte[] bytes) {
    Exchange exchange = createExchange(true);
    Payload payload = Payload.of(bytes, null);
    exchange.getMessage().setBody(Objects.requireNonNull(payload.body()));
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, payload.contentType());
    return exchange;
  }
}
