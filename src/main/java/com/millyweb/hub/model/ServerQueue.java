package com.millyweb.hub.model;

import com.millyweb.hub.config.Durations;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Who wants to ask a server: as many at once as it takes, and nobody while it is out of order. */
final class ServerQueue {
  private static final Duration FULL = Duration.ofSeconds(5);

  private final ModelServer server;
  private final Semaphore places;
  private final CircuitBreaker breaker;

  ServerQueue(ModelServer server, LongSupplier nanos) {
    this.server = server;
    this.places = new Semaphore(server.places(), true);
    this.breaker = new CircuitBreaker(nanos);
  }

  ModelServer server() {
    return server;
  }

  ModelAnswer ask(String model, ModelQuestion question, Deadline deadline, AnswerListener listener)
      throws ModelFailure, InterruptedException {
    // who waits longer would have no time for the answer
    if (!places.tryAcquire(deadline.left().toNanos() / 2, TimeUnit.NANOSECONDS)) {
      throw ModelFailure.busy(
          "%s answers %d questions at once (hub.%s.concurrency), and none of them ended within half of %s"
              .formatted(
                  server.kind(), server.places(), server.kind(), Durations.text(deadline.whole())),
          FULL);
    }
    try {
      return asked(model, question, deadline, listener);
    } finally {
      places.release();
    }
  }

  private ModelAnswer asked(
      String model, ModelQuestion question, Deadline deadline, AnswerListener listener)
      throws ModelFailure, InterruptedException {
    Duration rest = breaker.rest();
    if (!rest.isZero()) {
      throw ModelFailure.resting(
          "%s failed %d times in a row and is left alone for %s"
              .formatted(server.kind(), CircuitBreaker.FAILURES, Durations.text(rest)),
          rest);
    }
    try {
      ModelAnswer answer = server.ask(model, question, deadline.left(), listener);
      breaker.passed();
      return answer;
    } catch (ModelFailure e) {
      if (e.kind().isBreakdown()) {
        breaker.failed();
      } else {
        breaker.passed();
      }
      throw e;
    }
  }
}
