package com.millyweb.hub.health;

import com.millyweb.hub.health.probe.HealthProbe.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of a system that all hubs of a database agree on.
 *
 * @param version counts the changes; 0 before the first
 */
record AgreedStatus(
    String system, Level status, @Nullable Instant since, long version, @Nullable String error) {

  static AgreedStatus unknown(String system) {
    return new AgreedStatus(system, Level.UNKNOWN, null, 0, null);
  }
}
