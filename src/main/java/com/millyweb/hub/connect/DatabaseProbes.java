package com.millyweb.hub.connect;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.database.DatabaseFigures;
import com.millyweb.hub.database.DatabaseGauges;
import com.millyweb.hub.health.probe.HealthProbe;
import com.millyweb.hub.health.probe.HealthProbes;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postgresql.PGConnection;
import org.springframework.stereotype.Component;

/**
 * Whether each database of the configuration lets the hub in; of Postgres also how large it is, and
 * whether something in it goes on for too long. Each question has a connection of its own: what
 * flows do with theirs says nothing about the database.
 */
@Component
final class DatabaseProbes implements HealthProbes {
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Map<String, HealthProbe> probes = new LinkedHashMap<>();

  DatabaseProbes(Databases databases, MeterRegistry registry, HubProperties properties) {
    for (String name : databases.names()) {
      String system = system(name);
      probes.put(
          system,
          new Probe(
              system, name, databases, new DatabaseGauges(registry, name), properties.db().slow()));
    }
  }

  /**
   * Names of databases may hold more than those of systems; of two that become alike the second has
   * a number.
   */
  private String system(String name) {
    String system = "database-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
    String free = system;
    for (int number = 2; probes.containsKey(free); number++) {
      free = system + "-" + number;
    }
    return free;
  }

  @Override
  public List<HealthProbe> probes() {
    return new ArrayList<>(probes.values());
  }

  private record Probe(
      String system, String name, Databases databases, DatabaseGauges gauges, Duration slow)
      implements HealthProbe {
    @Override
    public Status probe() {
      try (Connection connection = databases.connect(name, PATIENCE)) {
        if (!connection.isWrapperFor(PGConnection.class)) {
          return Status.up();
        }
        DatabaseFigures figures = DatabaseFigures.read(connection, PATIENCE);
        gauges.show(figures);
        String amiss = figures.amiss(slow);
        return amiss == null ? Status.up() : Status.degraded(amiss);
      } catch (SQLException e) {
        return Status.down(Troubles.reason(e));
      }
    }

    @Override
    public Duration interval() {
      return INTERVAL;
    }
  }
}
