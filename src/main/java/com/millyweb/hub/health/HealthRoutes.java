package com.millyweb.hub.health;

import com.millyweb.hub.camel.JavaRoutes;
import com.millyweb.hub.event.backlog.EngineNumbers;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The polls of this noun, in Java because they supervise what they call. */
@Component
@JavaRoutes({"health.poll", "health.engine"})
final class HealthRoutes extends RouteBuilder {
  private final Poll poll;
  private final EngineNumbers numbers;

  HealthRoutes(Poll poll, EngineNumbers numbers) {
    this.poll = poll;
    this.numbers = numbers;
  }

  @Override
  public void configure() {
    from("timer:health-poll?period=1000&delay=100&synchronous=true")
        .routeId("health.poll")
        .description("Asks every system that is due how it is")
        .process(exchange -> poll.tick());
    from("timer:health-engine?period=5000&delay=100&synchronous=true")
        .routeId("health.engine")
        .description("Counts what lies in the event engine, for metrics and health")
        .process(exchange -> numbers.refresh());
  }
}
