package com.millyweb.hub.event.trace;

import com.millyweb.hub.http.CalledAddress;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.jspecify.annotations.Nullable;

/** A step of a run as it was recorded. */
final class RunStep {
  final StepKind kind;
  final int depth;
  final MessageState before;
  private final long begun = System.nanoTime();

  /** Null while it runs, and when nothing changed. */
  @Nullable MessageState after;

  @Nullable Throwable failure;
  @Nullable String uri;

  /** What an HTTP call really asked, with its method. */
  @Nullable String called;

  /** -1 while it runs. Written last: whoever reads it on another thread sees the rest, too. */
  volatile long nanos = -1;

  RunStep(StepKind kind, int depth, MessageState before) {
    this.kind = kind;
    this.depth = depth;
    this.before = before;
  }

  boolean isRunning() {
    return nanos < 0;
  }

  long nanosSoFar() {
    long known = nanos;
    return known < 0 ? System.nanoTime() - begun : known;
  }

  void end(Exchange exchange) {
    failure = exchange.getException();
    if (kind.sends() && !kind.contains()) {
      uri = exchange.getProperty(ExchangePropertyKey.TO_ENDPOINT, String.class);
      called = CalledAddress.take(exchange);
    }
    if (!kind.contains() && !before.isStill(exchange)) {
      // what comes later may change it
      after = MessageState.of(exchange, true);
    }
    nanos = System.nanoTime() - begun;
  }
}
