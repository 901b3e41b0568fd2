package com.millyweb.hub.ingress;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The engine of platform-http, with consumers of our own for the doors. */
@Component("platform-http-engine")
final class DoorEngine extends SpringBootPlatformHttpEngine {
  private static final String DOORS = "/hooks/";

  private final Executor executor;
  private final DoorMetrics metrics;
  private final RefusalLog refusals;
  private final DoorPlaces places;

  DoorEngine(
      @Value("${server.port:8080}") int port,
      @Qualifier("applicationTaskExecutor") Executor executor,
      DoorPlaces places,
      DoorMetrics metrics,
      RefusalLog refusals) {
    super(port, executor);
    this.executor = executor;
    this.metrics = metrics;
    this.refusals = refusals;
    this.places = places;
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return endpoint.getPath().startsWith(DOORS)
        ? new DoorConsumer(endpoint, processor, executor, this)
        : super.createConsumer(endpoint, processor);
  }

  void serve(DoorConsumer door, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    long start = System.nanoTime();
    Reply reply;
    try (DoorPlaces.Place place = places.place()) {
      place.take();
      reply = door.answer(request, place);
    } catch (Refused refused) {
      metrics.refused(null, refused.reason());
      refusals.add(null, request.getRemoteAddr(), refused);
      reply = refused.answer();
    }
    // without a place: who waits for a flow keeps nobody out
    write(reply.answer(), response);
    metrics.answered(System.nanoTime() - start);
  }

  private static void write(Answer answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    response.setContentType(answer.contentType());
    response.setContentLength(answer.body().length);
    // a flow's answer may quote what was sent; it shares its origin with the page
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    if (answer.retryAfterSeconds() > 0) {
      response.setHeader("Retry-After", String.valueOf(answer.retryAfterSeconds()));
    }
    if (answer.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
      response.setHeader("Allow", "POST");
    }
    if (answer.status() == HttpServletResponse.SC_UNAUTHORIZED) {
      // RFC 9110 asks for a challenge; it names no check
      response.setHeader("WWW-Authenticate", "Hook");
    }
    response.getOutputStream().write(answer.body());
  }
}
