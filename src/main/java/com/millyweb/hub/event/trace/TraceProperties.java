package com.millyweb.hub.event.trace;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is kept of the steps that flows took.
 *
 * @param retention how long a trace is kept
 * @param sample which share of the runs without anything remarkable is kept, from 0 to 1
 * @param budget how many traces a flow may keep in a minute; of them a quarter may be sampled ones,
 *     half may be slow ones; 0 switches traces off
 */
@Validated
@ConfigurationProperties("hub.event.trace")
public record TraceProperties(
    @DefaultValue("7d") Duration retention,
    @DefaultValue("0.01") @DecimalMin("0") @DecimalMax("1") double sample,
    @DefaultValue("60") @Min(0) @Max(1_000_000) int budget) {

  public TraceProperties {
    if (retention.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "hub.event.trace.retention must be at least %s, was: %s"
              .formatted(Duration.ofDays(1), retention));
    }
  }
}
