package com.millyweb.hub.health;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.health.HealthProperties.Kind;
import com.millyweb.hub.health.HealthProperties.Watched;
import com.millyweb.hub.health.probe.ContainerHealth;
import com.millyweb.hub.health.probe.HealthProbe;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import com.millyweb.hub.health.probe.HealthProbes;
import com.millyweb.hub.health.probe.SystemAddresses;
import com.millyweb.hub.secret.Redaction;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Every system that the hub watches, and how it is. */
@Component
public final class Systems {
  private final Map<String, Watch> watches = new TreeMap<>();
  private final Dependencies dependencies;

  Systems(
      HealthProperties properties,
      List<HealthProbe> probes,
      List<HealthProbes> further,
      List<SystemAddresses> used,
      ObjectProvider<ContainerHealth> containers,
      MeterRegistry registry) {
    Map<String, HealthProbe> all = new TreeMap<>();
    Stream.concat(probes.stream(), further.stream().flatMap(more -> more.probes().stream()))
        .filter(HealthProbe::watched)
        .forEach(probe -> all.put(probe.system(), probe));
    used.forEach(
        addresses ->
            addresses
                .addresses()
                .forEach(
                    (name, url) -> {
                      Watched own = properties.systems().get(name);
                      if (own == null || own.url() == null) {
                        all.put(name, used(name, url, timeout(properties, own)));
                      }
                    }));
    properties
        .systems()
        .forEach(
            (name, system) -> {
              HealthProbe probe = probe(name, system, timeout(properties, system), containers);
              if (probe == null && !all.containsKey(name)) {
                throw new ConfigurationProblem(
                    "hub.health.systems.%s: url must be set, as no part of the hub has that name (%s)"
                        .formatted(name, String.join(", ", all.keySet())));
              }
              if (probe != null && all.putIfAbsent(name, probe) != null) {
                throw new ConfigurationProblem(
                    "hub.health.systems.%s: url must not be set, a part of the hub has that name"
                        .formatted(name));
              }
            });
    all.forEach((name, probe) -> watches.put(name, watch(properties, probe)));
    properties
        .systems()
        .forEach(
            (name, system) -> {
              if (system.dependsOn() != null) {
                requireKnown(
                    "hub.health.systems.%s.depends-on".formatted(name), system.dependsOn());
              }
            });
    dependencies = Dependencies.of(properties, all.keySet());
    properties
        .maintenance()
        .forEach(
            (name, window) ->
                requireKnown(
                    "hub.health.maintenance.%s.systems".formatted(name), window.systems()));
    watches.forEach(
        (name, watch) ->
            Gauge.builder("hub.health.status", watch, Systems::number)
                .description("1 up, 0.5 degraded, 0 down")
                .tag("system", name)
                .register(registry));
  }

  /** All systems by name. */
  public List<SystemHealth> list() {
    return watches.values().stream().map(Systems::health).toList();
  }

  public Optional<SystemHealth> find(String system) {
    return Optional.ofNullable(watches.get(system)).map(Systems::health);
  }

  /** Down when a critical system is down, degraded when anything is amiss. */
  public Level overall() {
    List<SystemHealth> all = list();
    if (all.stream().anyMatch(system -> system.critical() && system.status() == Level.DOWN)) {
      return Level.DOWN;
    }
    boolean amiss =
        all.stream()
            .anyMatch(system -> system.status() == Level.DOWN || system.status() == Level.DEGRADED);
    return amiss ? Level.DEGRADED : Level.UP;
  }

  /** What a system cannot be up without, near ones first. */
  public List<String> dependsOn(String system) {
    return List.copyOf(dependencies.of(system));
  }

  /**
   * @throws ConfigurationProblem when a name is not that of a system
   */
  void requireKnown(String key, Collection<String> names) {
    for (String name : names) {
      if (!watches.containsKey(name)) {
        String meant = Nearest.to(name, watches.keySet());
        throw new ConfigurationProblem(
            "%s: there is no system '%s'%s; there are %s"
                .formatted(
                    key,
                    name,
                    meant == null ? "" : " (did you mean '%s'?)".formatted(meant),
                    String.join(", ", watches.keySet())));
      }
    }
  }

  Dependencies dependencies() {
    return dependencies;
  }

  @Nullable Watch watch(String system) {
    return watches.get(system);
  }

  Collection<Watch> watches() {
    return new ArrayList<>(watches.values());
  }

  private static SystemHealth health(Watch watch) {
    SystemHealth health = watch.health();
    return new SystemHealth(
        health.system(),
        health.status(),
        health.since(),
        health.checkedAt(),
        health.took(),
        health.critical(),
        Redaction.instance().redactNullable(health.detail()));
  }

  private static double number(Watch watch) {
    return switch (watch.health().status()) {
      case UP -> 1;
      case DEGRADED -> 0.5;
      case DOWN -> 0;
      case UNKNOWN -> Double.NaN;
    };
  }

  private static Watch watch(HealthProperties properties, HealthProbe probe) {
    Watched own = properties.systems().get(probe.system());
    Duration interval = own == null ? null : own.interval();
    Boolean critical = own == null ? null : own.critical();
    if (interval == null) {
      interval = probe.interval();
    }
    return new Watch(
        probe,
        interval == null ? properties.interval() : interval,
        timeout(properties, own),
        critical == null ? probe.critical() : critical,
        properties.failures());
  }

  private static Duration timeout(HealthProperties properties, @Nullable Watched own) {
    Duration timeout = own == null ? null : own.timeout();
    return timeout == null ? properties.timeout() : timeout;
  }

  /** What it is served below is kept, as its users need it. */
  private static HealthProbe used(String name, URI url, Duration timeout) {
    KnownSystems.Known known = KnownSystems.of(name);
    String path = known.path() == null ? "" : known.path();
    return new HttpProbe(
        name, URI.create(url.toString().replaceFirst("/+$", "") + path), timeout, known.contains());
  }

  private static @Nullable HealthProbe probe(
      String name, Watched system, Duration timeout, ObjectProvider<ContainerHealth> containers) {
    URI url = system.url();
    Kind kind = system.asked();
    if (url == null || kind == null) {
      return null;
    }
    KnownSystems.Known known = KnownSystems.of(name);
    return switch (kind) {
      case HTTP ->
          new HttpProbe(
              name,
              address(url, known.path()),
              timeout,
              system.contains() == null ? known.contains() : system.contains());
      case TCP -> new TcpProbe(name, url, timeout);
      case REDIS -> new RedisProbe(name, url, timeout);
      case POSTGRES -> new PostgresProbe(name, url, timeout);
      case DOCKER -> new ContainerProbe(name, url.getAuthority(), containers::getObject);
    };
  }

  /** A url without a path is that of the whole system. */
  private static URI address(URI url, @Nullable String path) {
    String own = url.getPath();
    boolean bare = (own == null || own.isEmpty() || own.equals("/")) && url.getQuery() == null;
    return bare && path != null ? url.resolve(path) : url;
  }
}
