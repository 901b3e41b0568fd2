package com.millyweb.hub.health;

import com.millyweb.hub.HealthProbe.Level;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.stereotype.Component;

/** Whether the hub can accept and store events now. Answers from memory. */
@Component
final class Readiness implements ApplicationListener<ContextClosedEvent> {
  private final ApplicationAvailability availability;
  private final DatabaseProbe database;
  private volatile boolean draining;

  Readiness(ApplicationAvailability availability, DatabaseProbe database) {
    this.availability = availability;
    this.database = database;
  }

  /** Why not; null when it can. */
  @Nullable String obstacle() {
    if (draining) {
      return "draining";
    }
    if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
      return "starting";
    }
    return database.probe().level() == Level.UP ? null : "database";
  }

  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    draining = true;
  }
}
