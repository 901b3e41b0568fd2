package com.millyweb.hub.route.trial;

import com.millyweb.hub.camel.RouteText;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Remembers which step failed last: a failure itself does not say where its route was. */
final class FailedSteps implements InterceptStrategy {
  private @Nullable Throwable failure;
  private @Nullable NamedNode step;

  private final List<RouteText> texts;

  FailedSteps(List<RouteText> texts) {
    this.texts = texts;
  }

  /**
   * A line of a file.
   *
   * @param line -1 when it is not known
   */
  record Line(String file, int line) {}

  private Line line(NamedNode node) {
    String location = String.valueOf(node.getLocation());
    String file =
        location.startsWith(RouteText.SCHEME)
            ? location.substring(RouteText.SCHEME.length())
            : location;
    int line = node.getLineNumber();
    // Camel counts where the step's map begins, or the line above
    return new Line(file, says(file, line, node) || !says(file, line + 1, node) ? line : line + 1);
  }

  private boolean says(String file, int line, NamedNode node) {
    return texts.stream()
        .filter(text -> text.file().equals(file))
        .flatMap(text -> text.content().lines().skip(Math.max(0, line - 1)).limit(1))
        .anyMatch(said -> said.contains(node.getShortName()));
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode definition, Processor target, Processor next) {
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        return super.process(
            exchange,
            done -> {
              note(exchange.getException(), definition);
              callback.done(done);
            });
      }
    };
  }

  /** What is within a step is left before the step is. */
  private void note(@Nullable Throwable thrown, NamedNode at) {
    if (thrown != null && thrown != failure) {
      failure = thrown;
      step = at;
    }
  }

  /** Where this failure happened; null when no step had it, such as for a filter. */
  @Nullable Line of(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t == failure && step != null) {
        return line(step);
      }
    }
    return null;
  }

  /** Where a route begins. */
  @Nullable Line begin(@Nullable RouteDefinition route) {
    return route == null || route.getInput() == null ? null : line(route.getInput());
  }
}
