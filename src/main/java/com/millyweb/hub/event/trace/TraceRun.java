package com.millyweb.hub.event.trace;

import com.millyweb.hub.event.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the steps of one attempt. It hangs on the exchange, and on what is split off from it. */
public final class TraceRun {
  static final String PROPERTY = "HubTraceRun";
  static final int MOST_STEPS = 40;

  /** Of more steps these first ones are kept, and the last ones, of which one may have failed. */
  private static final int FIRST_STEPS = 30;

  private static final Logger log = LoggerFactory.getLogger(TraceRun.class);

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
    if (isOver()) {
      return;
    }
    flow.ended(this, failure, System.nanoTime() - begun);
  }

  /** The flow does not come to its end in time. Called on another thread than the flow's. */
  public void giveUp() {
    long took = System.nanoTime() - begun;
    if (isOver()) {
      return;
    }
    try {
      flow.ended(this, new StillRunning(Duration.ofNanos(took)), took);
    } catch (RuntimeException e) {
      // the flow may change at this moment what is to be shown
      log.debug("What hangs was not recorded", e);
    }
  }

  private synchronized boolean isOver() {
    boolean before = ended;
    ended = true;
    return before;
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
