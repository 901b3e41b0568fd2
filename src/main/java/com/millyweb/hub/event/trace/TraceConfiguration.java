package com.millyweb.hub.event.trace;

import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Watches the steps of the live context. */
@Configuration(proxyBeanMethods = false)
class TraceConfiguration {

  @Bean(destroyMethod = "close")
  @DependsOnDatabaseInitialization
  TraceWriter traceWriter(JdbcClient jdbc) {
    return new TraceWriter(jdbc);
  }

  @Bean
  Traces traces(TraceProperties properties, TraceWriter writer, JdbcClient jdbc, Clock clock) {
    return new Traces(properties, writer, jdbc, clock);
  }

  @Bean
  CamelContextConfiguration stepWatch(TraceProperties properties) {
    return new CamelContextConfiguration() {
      @Override
      public void beforeApplicationStart(CamelContext camel) {
        if (properties.budget() > 0) {
          camel.getCamelContextExtension().addInterceptStrategy(new StepWatch());
        }
      }

      @Override
      public void afterApplicationStart(CamelContext camel) {
        // nothing: what steps do is watched from the first one on
      }
    };
  }
}
