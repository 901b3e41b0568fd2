package com.millyweb.hub.event.trace;

import com.millyweb.hub.event.Delivery;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The runs of one version of a flow: which of them are kept is decided when they end. */
public final class TracedFlow {
  private final String route;
  private final @Nullable String file;
  private final @Nullable String version;
  private final Clock clock;
  private final double sample;
  private final TraceWriter writer;
  private final TraceBudget budget;
  private final SlowRuns slowRuns = new SlowRuns();
  private final AtomicInteger first;

  /**
   * @param first how many of the next runs are the first ones of their version
   */
  TracedFlow(
      String route,
      @Nullable String file,
      @Nullable String version,
      int first,
      TraceProperties properties,
      TraceWriter writer,
      Clock clock) {
    this.route = route;
    this.file = file;
    this.version = version;
    this.clock = clock;
    this.sample = properties.sample();
    this.budget = new TraceBudget(properties.budget());
    this.writer = writer;
    this.first = new AtomicInteger(first);
  }

  /** Begins to record what the exchange's steps do. */
  public TraceRun begin(Exchange exchange, Delivery delivery) {
    var run = new TraceRun(this, delivery, clock.instant());
    exchange.setProperty(TraceRun.PROPERTY, run);
    return run;
  }

  void ended(TraceRun run, @Nullable Throwable failure, long nanos) {
    boolean slow = slowRuns.isSlow(nanos);
    TraceKept kept = kept(failure, slow);
    if (kept != null && budget.take(kept, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))) {
      // now, and not on the writer's thread: what it shows may be large, and is changed by nobody
      // yet
      TraceRendering.Rendered rendered = TraceRendering.steps(run, failure);
      writer.offer(
          new Trace(
              run.delivery().id(),
              run.delivery().event().id(),
              run.delivery().claims(),
              route,
              kept,
              run.startedAt(),
              nanos / 1000,
              file,
              version,
              run.omitted(),
              rendered.steps()),
          rendered.json());
    }
  }

  private @Nullable TraceKept kept(@Nullable Throwable failure, boolean slow) {
    if (failure != null) {
      return TraceKept.failed;
    }
    if (first.get() > 0 && first.getAndDecrement() > 0) {
      return TraceKept.edited;
    }
    if (slow) {
      return TraceKept.slow;
    }
    return sample > 0 && ThreadLocalRandom.current().nextDouble() < sample
        ? TraceKept.sampled
        : null;
  }
}
