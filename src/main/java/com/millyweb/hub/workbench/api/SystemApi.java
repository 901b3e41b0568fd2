package com.millyweb.hub.workbench.api;

import com.millyweb.hub.config.Durations;
import com.millyweb.hub.health.HealthHistory;
import com.millyweb.hub.health.Maintenance;
import com.millyweb.hub.health.SystemHealth;
import com.millyweb.hub.health.Systems;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How every system is. */
@RestController
@RequestMapping("/api/systems")
@Tag(name = "systems")
public class SystemApi {
  /** A system as the API gives it. */
  @Schema(name = "System")
  public record SystemView(
      String system,
      @Schema(allowableValues = {"up", "degraded", "down", "unknown"}) String status,
      boolean critical,
      @Nullable Instant since,
      @Nullable Instant checkedAt,
      @Schema(description = "How long the last answer took; absent when there was none")
          @Nullable Long tookMicros,
      @Nullable String detail,
      @Schema(description = "Systems without which this one cannot be up") List<String> dependsOn) {
    static SystemView of(SystemHealth health, List<String> dependsOn) {
      return new SystemView(
          health.system(),
          health.status().text(),
          health.critical(),
          health.since(),
          health.checkedAt(),
          health.took() == null ? null : TimeUnit.NANOSECONDS.toMicros(health.took().toNanos()),
          health.detail(),
          dependsOn);
    }
  }

  /** How a system was. */
  record SystemHistory(
      String system,
      @Schema(description = "Share of the last 24 hours, 0 to 1, in which it was not down")
          @Nullable Double day,
      @Schema(description = "The same of the last 7 days") @Nullable Double week,
      @Schema(description = "The same of the last 30 days") @Nullable Double month,
      @Schema(description = "When the maintenance ends that somebody began; absent without one")
          @Nullable Instant maintainedUntil,
      @Schema(description = "The last 30 days, the oldest first") List<SystemDay> days,
      @Schema(description = "The newest first, at most 100") List<SystemChange> changes) {}

  /** A day of UTC of a system. */
  public record SystemDay(
      LocalDate day,
      @Schema(
              description = "The worst that it was",
              allowableValues = {"up", "degraded", "down", "unknown"})
          String status,
      long downSeconds,
      long degradedSeconds) {
    static SystemDay of(HealthHistory.Day day) {
      return new SystemDay(
          day.day(), day.worst().text(), day.down().toSeconds(), day.degraded().toSeconds());
    }
  }

  /** A change of a system. */
  public record SystemChange(Instant at, String status, String previous, @Nullable String error) {}

  record MaintenanceTime(
      @NotBlank(message = "must be a duration such as 2h, or 0s to end it")
          @Text
          @Schema(description = "How long from now on, such as 2h; 0s ends it")
          String duration) {}

  record MaintenanceUntil(Instant until) {}

  private final Systems systems;
  private final HealthHistory history;
  private final Maintenance maintenance;

  SystemApi(Systems systems, HealthHistory history, Maintenance maintenance) {
    this.systems = systems;
    this.history = history;
    this.maintenance = maintenance;
  }

  @GetMapping
  @Operation(operationId = "listSystems", summary = "How every system is")
  @RequiresScope(Scope.viewer)
  Listing<SystemView> list() {
    return Listing.all(
        systems.list().stream()
            .map(system -> SystemView.of(system, systems.dependsOn(system.system())))
            .toList());
  }

  @GetMapping("/{system}/history")
  @Operation(operationId = "getSystemHistory", summary = "How a system was")
  @RequiresScope(Scope.viewer)
  SystemHistory history(@PathVariable String system) {
    require(system);
    HealthHistory.Uptime uptime = history.uptime(system);
    return new SystemHistory(
        system,
        uptime.day(),
        uptime.week(),
        uptime.month(),
        maintenance.endOf(system).orElse(null),
        history.days(system).stream().map(SystemDay::of).toList(),
        history.changes(system).stream()
            .map(
                change ->
                    new SystemChange(
                        change.at(), change.status(), change.previous(), change.error()))
            .toList());
  }

  @PostMapping("/{system}/maintenance")
  @Operation(
      operationId = "maintainSystem",
      summary = "Keep the trouble of a system quiet while it is worked on",
      description = "`*` is all systems. What is still down at the end is told then.")
  @ApiResponse(responseCode = "200", description = "It is quiet until then")
  @RequiresScope(value = Scope.operator, action = "system.maintenance")
  MaintenanceUntil maintain(
      @PathVariable String system, @Valid @RequestBody MaintenanceTime body, Caller caller) {
    if (!system.equals("*")) {
      require(system);
    }
    try {
      Duration time = Durations.parse(body.duration());
      return new MaintenanceUntil(maintenance.begin(system, time, caller.name()));
    } catch (IllegalArgumentException e) {
      throw Refusal.badParameter("duration", "must be a duration of 0s to 30d, such as 2h");
    }
  }

  private void require(String system) {
    if (systems.find(system).isEmpty()) {
      throw Refusal.notFound("system", system);
    }
  }
}
