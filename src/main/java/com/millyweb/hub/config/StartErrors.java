package com.millyweb.hub.config;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells why a start failed in as many lines as there are mistakes, and nothing else: what, where,
 * what to do. What nobody foresaw keeps its stack trace, Spring Boot prints it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartErrors implements SpringBootExceptionReporter {
  /** Spring makes it with the context, when there is one already. */
  StartErrors(@Nullable ConfigurableApplicationContext context) {}

  @Override
  public boolean reportException(Throwable failure) {
    FailureAnalysis analysis = new ConfigurationAnalyzer().analyze(failure);
    if (analysis == null) {
      return false;
    }
    System.err.println(
        analysis
            .getDescription()
            .lines()
            .map(line -> "The hub does not start: " + line)
            .collect(Collectors.joining(System.lineSeparator())));
    return true;
  }
}
