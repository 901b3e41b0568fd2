package com.millyweb.hub.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.WrapAwareProcessor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Ends a route whose thread was interrupted before its next step. A step that waits notices an
 * interrupt by itself; a loop without end does not, and would keep its thread for ever.
 */
final class StopsBetweenSteps implements InterceptStrategy {
  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext camel, NamedNode definition, Processor target, @Nullable Processor next) {
    return new Step(target);
  }

  private static final class Step extends DelegateAsyncProcessor implements WrapAwareProcessor {
    private final Processor target;

    Step(Processor target) {
      super(target);
      this.target = target;
    }

    @Override
    public Processor getWrapped() {
      return target;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      if (!Thread.currentThread().isInterrupted()) {
        return super.process(exchange, callback);
      }
      exchange.setException(new InterruptedException("The route was stopped between two steps"));
      callback.done(true);
      return true;
    }
  }
}
