package com.millyweb.hub.event;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The event engine.
 *
 * @param lease how long a claim lasts without a heartbeat; a hub that is silent for longer loses
 *     what it works on
 * @param poll how often the database is asked for work that no wake-up announced
 * @param retention how long events, finished deliveries and attempts are kept; what is unfinished
 *     is kept with its event for longer
 * @param dedupe how long a source's delivery keys are remembered
 * @param unattended how long events are kept for a route that no hub runs; then its subscription is
 *     parked
 * @param writers how many appends may be under way at once; on two processors a second one makes
 *     the batches half as large and costs a fifth of the throughput
 */
@Validated
@ConfigurationProperties("hub.event")
record EventProperties(
    @DefaultValue("30s") Duration lease,
    @DefaultValue("1s") Duration poll,
    @DefaultValue("30d") Duration retention,
    @DefaultValue("30d") Duration dedupe,
    @DefaultValue("7d") Duration unattended,
    @DefaultValue("1") @Min(1) @Max(8) int writers) {

  EventProperties {
    require("lease", lease, Duration.ofSeconds(1));
    require("poll", poll, Duration.ofMillis(50));
    require("retention", retention, Duration.ofDays(1));
    require("unattended", unattended, Duration.ofMinutes(1));
    require("dedupe", dedupe, Duration.ofMinutes(10));
  }

  private static void require(String key, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "hub.event.%s must be at least %s, was: %s".formatted(key, least, value));
    }
  }
}
