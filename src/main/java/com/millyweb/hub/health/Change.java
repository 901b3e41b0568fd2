package com.millyweb.hub.health;

import com.millyweb.hub.health.probe.HealthProbe.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this hub has seen often enough to settle it.
 *
 * @param from the settled status that this hub knew, with its version
 * @param at the first of the answers that led to it
 */
record Change(AgreedStatus from, Level to, Instant at, @Nullable String error) {
  boolean isWorse() {
    return to.compareTo(from.status()) > 0 && from.status() != Level.UNKNOWN;
  }

  /** What is settled when the change is accepted. */
  AgreedStatus settled() {
    return new AgreedStatus(from.system(), to, at, from.version() + 1, error);
  }
}
