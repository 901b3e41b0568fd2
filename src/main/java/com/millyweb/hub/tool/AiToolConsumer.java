package com.millyweb.hub.tool;

import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/** Runs the route of a tool: each call on a fresh message that holds its arguments only. */
final class AiToolConsumer extends DefaultConsumer implements RunningTool {
  private final AiToolEndpoint endpoint;
  private @Nullable Tools tools;
  private @Nullable Tool tool;
  private @Nullable Arguments arguments;

  AiToolConsumer(AiToolEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  public Tool tool() {
    if (tool == null) {
      throw new IllegalStateException("ai-tool:%s is not started".formatted(endpoint.getName()));
    }
    return tool;
  }

  @Override
  public Arguments arguments() {
    if (arguments == null) {
      throw new IllegalStateException("ai-tool:%s is not started".formatted(endpoint.getName()));
    }
    return arguments;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    tool = endpoint.contract(getRouteId());
    arguments = new Arguments(tool);
    // a test of one route has no hub
    tools = CamelContextHelper.findSingleByType(endpoint.getCamelContext(), Tools.class);
    if (tools != null) {
      tools.add(this);
    }
  }

  @Override
  protected void doStop() throws Exception {
    if (tools != null) {
      tools.remove(this);
    }
    super.doStop();
  }

  /**
   * @param arguments as the contract says
   * @param caller what the call continues; null for one that comes from nowhere else
   * @return what is in the body at the end of the route
   */
  @Override
  public @Nullable Object run(Map<String, Object> arguments, @Nullable Exchange caller)
      throws Exception {
    Exchange exchange = createExchange(false);
    try {
      exchange.setPattern(ExchangePattern.InOut);
      var message = new DefaultMessage(exchange);
      message.setBody(arguments);
      arguments.forEach(message::setHeader);
      exchange.setIn(message);
      if (caller != null) {
        Continued.hand(caller, exchange);
      }
      createUoW(exchange);
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw isStopped(exchange.getException())
            ? new IllegalStateException("Its file was removed or changed while it was at work")
            : exchange.getException();
      }
      return ToolResult.of(tool(), exchange.getMessage());
    } finally {
      doneUoW(exchange);
      releaseExchange(exchange, false);
    }
  }

  /** Whether Camel let go of a call because the route was taken away, not because the hub ends. */
  private boolean isStopped(Exception failure) {
    return failure instanceof RejectedExecutionException
        && !isRunAllowed()
        && !endpoint.getCamelContext().isStopping();
  }
}
