package com.millyweb.hub.agent.loop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** {@code hub_agent_*}. The labels are names of agents and tools, and how it ended. */
@Component
final class AgentMetrics {
  private final MeterRegistry registry;

  AgentMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param state done, failed or cancelled
   */
  void ended(String agent, String state, Duration took) {
    Counter.builder("hub.agent.runs")
        .description("Runs of agents that ended, by how")
        .tag("agent", agent)
        .tag("state", state)
        .register(registry)
        .increment();
    Timer.builder("hub.agent.run.duration")
        .description("From the begin of a run to its end, waits for people included")
        .tag("agent", agent)
        .register(registry)
        .record(took);
  }

  /**
   * @param state done, failed, denied or asked
   */
  void called(String agent, String tool, String state, Duration took) {
    Timer.builder("hub.agent.tool.duration")
        .description("Calls of tools by agents, by what came of them")
        .tag("agent", agent)
        .tag("tool", tool)
        .tag("state", state)
        .register(registry)
        .record(took);
  }
}
