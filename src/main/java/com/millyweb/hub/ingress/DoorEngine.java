package com.millyweb.hub.ingress;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The engine of platform-http, with consumers of our own for the doors. */
@Component("platform-http-engine")
final class DoorEngine extends SpringBootPlatformHttpEngine {
  private static final String DOORS = "/hooks/";

  /** A door that is swapped is open again within milliseconds. */
  private static final long SWAP_MS = 5_000;

  private final Executor executor;
  private final DoorMetrics metrics;
  private final RefusalLog refusals;
  private final Semaphore free;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private volatile @Nullable DoorConsumer current;

  DoorEngine(
      @Value("${server.port:8080}") int port,
      @Qualifier("applicationTaskExecutor") Executor executor,
      IngressProperties properties,
      DoorMetrics metrics,
      RefusalLog refusals) {
    super(port, executor);
    this.executor = executor;
    this.metrics = metrics;
    this.refusals = refusals;
    free = new Semaphore(properties.concurrency());
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return endpoint.getPath().startsWith(DOORS)
        ? new DoorConsumer(endpoint, processor, executor, this)
        : super.createConsumer(endpoint, processor);
  }

  void opened(DoorConsumer consumer) {
    lock.lock();
    try {
      current = consumer;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void serve(DoorConsumer asked, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    long start = System.nanoTime();
    Answer answer;
    if (free.tryAcquire()) {
      try {
        DoorConsumer open = isOpen(asked) ? asked : awaitOpen();
        answer = open == null ? refuse("the door is closed") : open.answer(request);
      } finally {
        free.release();
      }
    } else {
      answer = refuse("as many requests as the doors work on at a time");
    }
    write(answer, response);
    metrics.answered(System.nanoTime() - start);
  }

  /** While a door's route is swapped, requests reach the consumer that was, for a moment. */
  private @Nullable DoorConsumer awaitOpen() {
    long left = TimeUnit.MILLISECONDS.toNanos(SWAP_MS);
    lock.lock();
    try {
      while (left > 0) {
        DoorConsumer consumer = current;
        if (consumer != null && isOpen(consumer)) {
          return consumer;
        }
        left = opened.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return null;
  }

  private static boolean isOpen(DoorConsumer consumer) {
    return consumer.isStarted() && !consumer.isSuspended();
  }

  private Answer refuse(String why) {
    Refused refused = Refused.busy(why);
    metrics.refused(null, refused.reason());
    refusals.add(null, refused);
    return refused.answer();
  }

  private static void write(Answer answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    response.setContentType(answer.contentType());
    response.setContentLength(answer.body().length);
    if (answer.retryAfterSeconds() > 0) {
      response.setHeader("Retry-After", String.valueOf(answer.retryAfterSeconds()));
    }
    if (answer.status() == HttpServletResponse.SC_UNAUTHORIZED) {
      // RFC 9110 asks for a challenge; it names no check
      response.setHeader("WWW-Authenticate", "Hook");
    }
    response.getOutputStream().write(answer.body());
  }
}
