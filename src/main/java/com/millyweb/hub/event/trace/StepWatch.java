package com.millyweb.hub.event.trace;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.WrapAwareProcessor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands around each step of a context and tells the run about it. */
final class StepWatch implements InterceptStrategy {
  private static final Logger log = LoggerFactory.getLogger(StepWatch.class);

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext camel, NamedNode definition, Processor target, @Nullable Processor next) {
    return new Watched(StepKind.of(definition), definition.getLevel(), target);
  }

  private static final class Watched extends DelegateAsyncProcessor implements WrapAwareProcessor {
    private final StepKind kind;
    private final int depth;
    private final Processor target;

    Watched(StepKind kind, int depth, Processor target) {
      super(target);
      this.kind = kind;
      this.depth = depth;
      this.target = target;
    }

    @Override
    public Processor getWrapped() {
      return target;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      TraceRun run = TraceRun.of(exchange);
      RunStep step = run == null ? null : begin(run, exchange);
      if (step == null) {
        return super.process(exchange, callback);
      }
      return super.process(
          exchange,
          sync -> {
            end(step, exchange);
            callback.done(sync);
          });
    }

    private @Nullable RunStep begin(TraceRun run, Exchange exchange) {
      try {
        return run.begin(kind, depth, exchange);
      } catch (RuntimeException e) {
        // such as a map that another thread changes: a trace must not fail a flow
        log.debug("A step was not recorded", e);
        return null;
      }
    }

    private static void end(RunStep step, Exchange exchange) {
      try {
        step.end(exchange);
      } catch (RuntimeException e) {
        log.debug("The end of a step was not recorded", e);
      }
    }
  }
}
