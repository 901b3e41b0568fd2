package com.millyweb.hub.event.trace;

import com.millyweb.hub.event.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Records the steps of one attempt. It hangs on the exchange, and on what is split off from it. */
public final class TraceRun {
  static final String PROPERTY = "HubTraceRun";
  static final int MOST_STEPS = 40;

  /** Of more steps these first ones are kept, and the last ones, of which one may have failed. */
  private static final int FIRST_STEPS = 30;

  private final TracedFlow flow;
  private final Delivery delivery;
  private final Instant startedAt;
  private final long begun = System.nanoTime();

  // guarded by this
  private final List<RunStep> steps = new ArrayList<>();
  private @Nullable MessageState last;
  private int omitted;
  private boolean ended;

  TraceRun(TracedFlow flow, Delivery delivery, Instant startedAt) {
    this.flow = flow;
    this.delivery = delivery;
    this.startedAt = startedAt;
  }

  static @Nullable TraceRun of(Exchange exchange) {
    return (TraceRun) exchange.getProperty(PROPERTY);
  }

  /** Null after the end, as for a step behind a wireTap. */
  synchronized @Nullable RunStep begin(StepKind kind, int depth, Exchange exchange) {
    if (ended) {
      return null;
    }
    var step = new RunStep(kind, depth, before(kind, exchange));
    if (steps.size() == MOST_STEPS) {
      steps.remove(FIRST_STEPS);
      omitted++;
    }
    steps.add(step);
    return step;
  }

  /** Most steps change nothing, so that the next one begins with what the last one began with. */
  private MessageState before(StepKind kind, Exchange exchange) {
    if (kind.runsCode()) {
      return MessageState.of(exchange, true);
    }
    MessageState known = last;
    if (known == null || !known.isStill(exchange)) {
      known = MessageState.of(exchange, false);
      last = known;
    }
    return known;
  }

  /**
   * The flow came to its end.
   *
   * @param failure null when it did so without one
   */
  public void end(@Nullable Throwable failure) {
    synchronized (this) {
      ended = true;
    }
    flow.ended(this, failure, System.nanoTime() - begun);
  }

  Delivery delivery() {
    return delivery;
  }

  Instant startedAt() {
    return startedAt;
  }

  synchronized List<RunStep> steps() {
    return List.copyOf(steps);
  }

  synchronized int omitted() {
    return omitted;
  }
}
