package com.millyweb.hub.health;

import com.millyweb.hub.config.HubProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.stereotype.Component;

/** Whether the hub can accept and store events now. */
@Component
final class Readiness implements ApplicationListener<ContextClosedEvent> {
  /** One segment of Postgres' write-ahead log: without room for it the server stops. */
  private static final long LEAST_FREE = 16 << 20;

  private final ApplicationAvailability availability;
  private final DatabaseProbe database;
  private final @Nullable Path localData;
  private volatile boolean draining;

  Readiness(
      ApplicationAvailability availability, DatabaseProbe database, HubProperties properties) {
    this.availability = availability;
    this.database = database;
    localData =
        properties.db().url() == null
            ? properties.home().toAbsolutePath().resolve("postgres")
            : null;
  }

  /** Why not; null when it can. */
  @Nullable String obstacle() {
    if (draining) {
      return "draining";
    }
    if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
      return "starting";
    }
    if (isLocalDiskFull()) {
      return "disk";
    }
    return database.canStore() ? null : "database";
  }

  private boolean isLocalDiskFull() {
    try {
      return localData != null && Files.getFileStore(localData).getUsableSpace() < LEAST_FREE;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    draining = true;
  }
}
