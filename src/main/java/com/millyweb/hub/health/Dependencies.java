package com.millyweb.hub.health;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.health.HealthProperties.Kind;
import com.millyweb.hub.health.HealthProperties.Watched;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which systems cannot be up without which others. */
final class Dependencies {
  /** Without it nobody knows how a container is. */
  private static final String ENGINE = "docker";

  private final Map<String, List<String>> direct;

  private Dependencies(Map<String, List<String>> direct) {
    this.direct = direct;
  }

  /**
   * @param known the names of all systems
   * @throws ConfigurationProblem when one depends on itself
   */
  static Dependencies of(HealthProperties properties, Set<String> known) {
    Map<String, List<String>> direct = new TreeMap<>();
    for (String name : known) {
      Watched own = properties.systems().get(name);
      List<String> written = own == null ? null : own.dependsOn();
      if (written != null) {
        direct.put(name, written);
      } else if (own != null) {
        Stream<String> engine = own.asked() == Kind.DOCKER ? Stream.of(ENGINE) : Stream.empty();
        direct.put(
            name,
            Stream.concat(engine, KnownSystems.of(name).dependsOn().stream())
                .filter(known::contains)
                .filter(other -> !other.equals(name))
                .toList());
      }
    }
    var all = new Dependencies(direct);
    for (String name : direct.keySet()) {
      if (all.of(name).contains(name)) {
        throw new ConfigurationProblem(
            "hub.health.systems.%s.depends-on: it would depend on itself, by %s"
                .formatted(name, String.join(", ", all.of(name))));
      }
    }
    return all;
  }

  /** All that a system depends on, near ones first. */
  Set<String> of(String system) {
    Set<String> all = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(direct.getOrDefault(system, List.of()));
    while (!open.isEmpty()) {
      String next = open.remove();
      if (all.add(next)) {
        open.addAll(direct.getOrDefault(next, List.of()));
      }
    }
    return all;
  }

  /** All that depend on a system. */
  Set<String> on(String system) {
    Set<String> all = new TreeSet<>();
    for (String name : direct.keySet()) {
      if (of(name).contains(system)) {
        all.add(name);
      }
    }
    return all;
  }
}
