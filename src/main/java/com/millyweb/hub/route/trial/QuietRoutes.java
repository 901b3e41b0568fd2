package com.millyweb.hub.route.trial;

import java.util.List;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.LoggingLevel;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;
import org.apache.camel.spi.CamelLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/** Keeps routes that are not really at work out of the hub's log. */
final class QuietRoutes {
  private QuietRoutes() {}

  static void before(DefaultCamelContext context) {
    context.setStartupSummaryLevel(StartupSummaryLevel.Off);
    context.getCamelContextExtension().setErrorHandlerFactory(quiet(null));
    var shutdown = context.getShutdownStrategy();
    shutdown.setTimeout(1);
    shutdown.setSuppressLoggingOnTimeout(true);
    shutdown.setLogInflightExchangesOnTimeout(false);
  }

  /** Once the routes are read and before they are made. */
  static void read(DefaultCamelContext context) {
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    for (RouteConfigurationDefinition policy : model.getRouteConfigurationDefinitions()) {
      if (policy.getErrorHandler() != null) {
        quiet(policy.getErrorHandler().getErrorHandlerType());
      }
    }
    for (RouteDefinition route : model.getRouteDefinitions()) {
      ErrorHandlerFactory own =
          route.isErrorHandlerFactorySet() ? route.getErrorHandlerFactory() : null;
      route.setErrorHandlerFactory(quiet(own));
      steps(route.getOutputs());
    }
  }

  private static void steps(List<ProcessorDefinition<?>> steps) {
    for (ProcessorDefinition<?> step : steps) {
      if (step instanceof LogDefinition log) {
        log.setLogger(NOPLogger.NOP_LOGGER);
      }
      steps(step.getOutputs());
    }
  }

  private static ErrorHandlerFactory quiet(@Nullable ErrorHandlerFactory given) {
    if (given instanceof NoErrorHandlerDefinition || given instanceof RefErrorHandlerDefinition) {
      return given;
    }
    var handler =
        given instanceof DefaultErrorHandlerDefinition own
            ? own
            : new DefaultErrorHandlerDefinition();
    if (handler.getRedeliveryPolicy() == null) {
      handler.setRedeliveryPolicy(new RedeliveryPolicyDefinition());
    }
    handler.setLoggerBean(new CamelLogger(NOPLogger.NOP_LOGGER));
    RedeliveryPolicyDefinition policy = handler.getRedeliveryPolicy();
    policy.setLogExhausted("false");
    policy.setRetriesExhaustedLogLevel(LoggingLevel.OFF.name());
    policy.setRetryAttemptedLogLevel(LoggingLevel.OFF.name());
    policy.setLogHandled("false");
    policy.setLogContinued("false");
    return handler;
  }
}
