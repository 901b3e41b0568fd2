package com.millyweb.hub.agent;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Runs of agents.
 *
 * @param retention how long runs that have ended are kept, at least 1d
 * @param runsPerDay how many runs one person may begin in 24 hours; those of flows and agents do
 *     not count
 * @param tokensPerDay how many tokens the runs of one person may use in 24 hours
 */
@ConfigurationProperties("hub.agent")
public record AgentProperties(
    @DefaultValue("90d") Duration retention,
    @DefaultValue("500") int runsPerDay,
    @DefaultValue("5000000") long tokensPerDay) {
  public AgentProperties {
    if (retention.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "hub.agent.retention must be at least %s, was: %s"
              .formatted(Duration.ofDays(1), retention));
    }
    require("runs-per-day", runsPerDay);
    require("tokens-per-day", tokensPerDay);
  }

  private static void require(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "hub.agent.%s must be at least 1, was: %d".formatted(name, value));
    }
  }
}
