package com.millyweb.hub.ingress;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/**
 * Hands a request to the door's route as a fresh message without headers.
 *
 * <p>The consumer of camel-platform-http reads the whole body before the route may say how large it
 * may be, turns headers, query and form fields of the sender into message headers, and queues
 * requests without bound for a second thread. Here the route runs on the request's own thread.
 */
final class DoorConsumer extends SpringBootPlatformHttpConsumer {
  private final DoorEngine doors;

  DoorConsumer(
      PlatformHttpEndpoint endpoint, Processor processor, Executor executor, DoorEngine doors) {
    super(endpoint, processor, executor);
    this.doors = doors;
  }

  /** Returns null: the answer is written, Spring has nothing to wait for. */
  @Override
  public @Nullable CompletableFuture<Void> service(
      HttpServletRequest request, HttpServletResponse response) {
    try {
      doors.serve(this, request, response);
    } catch (IOException e) {
      // the sender is gone; it did not see the answer and will send again
    }
    return null;
  }

  Reply answer(HttpServletRequest request, DoorPlaces.Place place) {
    Exchange exchange = createExchange(false);
    try {
      exchange.setPattern(ExchangePattern.InOut);
      var message = new DefaultMessage(exchange);
      message.setBody(new DoorRequest(request, place));
      exchange.setIn(message);
      createUoW(exchange);
      getProcessor().process(exchange);
      if (exchange.getException() == null
          && exchange.getMessage().getBody() instanceof Reply reply) {
        return reply;
      }
      getExceptionHandler()
          .handleException("A door gave no answer", exchange, exchange.getException());
    } catch (Exception e) {
      getExceptionHandler().handleException("A door failed", exchange, e);
    } finally {
      doneUoW(exchange);
      releaseExchange(exchange, false);
    }
    return Refused.failed("no answer", null).answer();
  }
}
