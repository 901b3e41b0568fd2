package com.millyweb.hub.command;

import com.millyweb.hub.config.PackagedRoutes;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/** The configuration as a hub would have it, read without one. */
record OfflineSettings(ConfigurableApplicationContext context) implements AutoCloseable {
  private static final String REPORTER =
      "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

  /** What the configuration is read with. */
  @EnableConfigurationProperties(PackagedRoutes.class)
  static class Nothing {}

  static OfflineSettings read() {
    System.setProperty("logging.level.root", "OFF");
    // a failed start is told by the command, in one line
    LoggingSystem.get(OfflineSettings.class.getClassLoader()).setLogLevel(REPORTER, LogLevel.OFF);
    return new OfflineSettings(
        new SpringApplicationBuilder(Nothing.class)
            .web(WebApplicationType.NONE)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .run());
  }

  ConfigurableEnvironment environment() {
    return context.getEnvironment();
  }

  PackagedRoutes packaged() {
    return context.getBean(PackagedRoutes.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
