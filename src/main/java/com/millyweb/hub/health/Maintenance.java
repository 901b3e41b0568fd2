package com.millyweb.hub.health;

import com.millyweb.hub.audit.AuditTrail;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.config.Durations;
import com.millyweb.hub.database.Rows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which systems are worked on now: by the windows of the configuration, and because somebody said
 * so.
 */
@RouteBean
@Component("maintenance")
public class Maintenance {
  private static final String ALL = "*";
  private static final Duration LONGEST = Duration.ofDays(30);

  private final HealthProperties properties;
  private final Systems systems;
  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final Clock clock;

  Maintenance(
      HealthProperties properties,
      Systems systems,
      JdbcClient jdbc,
      AuditTrail audit,
      Clock clock) {
    this.properties = properties;
    this.systems = systems;
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
  }

  boolean covers(String system) {
    Instant now = clock.instant();
    return properties.maintenance().values().stream().anyMatch(window -> window.covers(system, now))
        || endOf(system).isPresent();
  }

  /** When the maintenance ends that somebody began; empty when there is none. */
  public Optional<Instant> endOf(String system) {
    Instant now = clock.instant();
    return until(system).filter(now::isBefore);
  }

  private Optional<Instant> until(String system) {
    return jdbc.sql(
            "select max(until) as until from health_maintenance where system in (:system, '*')")
        .param("system", system)
        .query((row, number) -> Optional.ofNullable(Rows.instantOrNull(row, "until")))
        .single();
  }

  /**
   * Begins, changes or ends the maintenance of a system.
   *
   * @param system its name, or {@code *} for all
   * @param time how long from now on; zero ends it, of all also those of single systems
   * @throws IllegalArgumentException when there is no such system, or the time is too long
   */
  public Instant begin(String system, Duration time, String by) {
    if (!system.equals(ALL) && systems.find(system).isEmpty() && !isAnotherHubs(system)) {
      throw new IllegalArgumentException("There is no system '%s'".formatted(system));
    }
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "A maintenance is 0s to 30d long, was: " + Durations.text(time));
    }
    Instant until = clock.instant().plus(time);
    if (system.equals(ALL) && time.isZero()) {
      jdbc.sql("delete from health_maintenance").update();
      return until;
    }
    jdbc.sql(
            """
            insert into health_maintenance (system, until, by) values (:system, :until, :by)
              on conflict (system) do update set until = excluded.until, by = excluded.by
            """)
        .param("system", system)
        .param("until", Rows.parameter(until))
        .param("by", Rows.storable(by))
        .update();
    // that of all systems may last longer
    return until(system).orElse(until);
  }

  private boolean isAnotherHubs(String system) {
    return jdbc.sql("select exists (select from health_state where system = ?)")
        .param(system)
        .query(Boolean.class)
        .single();
  }

  /**
   * The step of {@code routes/health/maintenance.camel.yaml}.
   *
   * @param body {@code system}, {@code duration} (such as 2h) and {@code by}
   */
  public void asked(Map<String, @Nullable Object> body) {
    Object system = body.get("system");
    Object time = body.get("duration");
    if (system == null || time == null) {
      throw new IllegalArgumentException(
          "health.maintenance needs 'system' and 'duration', such as {system: nas, duration: 2h}");
    }
    String by = String.valueOf(body.getOrDefault("by", "a flow"));
    begin(system.toString(), Durations.parse(time.toString()), by);
    audit.record(
        by,
        "system.maintenance",
        system.toString(),
        null,
        "ok",
        Map.of("duration", time.toString()));
  }
}
