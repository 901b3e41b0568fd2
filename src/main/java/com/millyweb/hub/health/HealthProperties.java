package com.millyweb.hub.health;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How systems are watched.
 *
 * @param interval between two questions to a system
 * @param timeout after which a system that gives no answer is down; shorter than a minute
 * @param failures how many bad answers in a row make a system degraded or down
 * @param drain how long {@code /readyz} says 503 before a stopping hub closes its door, so that a
 *     proxy that asks every few seconds sends nothing more; at most 25 s
 * @param systems further systems by name, and settings for the hub's own parts
 * @param statusPage what {@code /status} shows to everybody; without it there is no such page
 * @param maintenance times of each week at which the trouble of systems is not told, by name
 */
@Validated
@ConfigurationProperties("hub.health")
record HealthProperties(
    @DefaultValue("10s") Duration interval,
    @DefaultValue("5s") Duration timeout,
    @DefaultValue("3") @Min(1) int failures,
    @DefaultValue("0s") Duration drain,
    @DefaultValue Map<String, @Valid Watched> systems,
    @Nullable @Valid Shown statusPage,
    @DefaultValue Map<String, @Valid MaintenanceWindow> maintenance) {
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(25);

  HealthProperties {
    require("hub.health.interval", interval, SHORTEST_INTERVAL, Duration.ofDays(1));
    require("hub.health.timeout", timeout, Duration.ofMillis(1), LONGEST_TIMEOUT);
    require("hub.health.drain", drain, Duration.ZERO, LONGEST_DRAIN);
    systems.forEach(
        (name, system) -> {
          String key = "hub.health.systems." + name;
          if (!name.matches("[a-z0-9_-]{1,60}")) {
            throw new IllegalArgumentException(
                "%s: a system's name must be lower-case letters, digits, '-' and '_', was: '%s'"
                    .formatted(key, name));
          }
          system.requireConsistent(key);
        });
  }

  private static void require(
      String key, @Nullable Duration value, Duration shortest, Duration longest) {
    if (value != null && (value.compareTo(shortest) < 0 || value.compareTo(longest) > 0)) {
      throw new IllegalArgumentException(
          "%s must be %s to %s, was: %s".formatted(key, shortest, longest, value));
    }
  }

  /**
   * A page that anybody may see.
   *
   * @param systems that are on it, in this order
   * @param title above it
   */
  record Shown(@DefaultValue List<String> systems, @DefaultValue("Status") String title) {
    Shown {
      if (systems.isEmpty()) {
        throw new IllegalArgumentException(
            "hub.health.status-page.systems must name the systems that everybody may see");
      }
    }
  }

  enum Kind {
    /** A GET that is answered with 2xx or 3xx. */
    HTTP("http", "https"),
    /** A connection that is accepted. */
    TCP("tcp"),
    /** A PING that Redis or Valkey answers. */
    REDIS("redis"),
    /** An answer that only Postgres gives; no password is needed. */
    POSTGRES("postgres", "postgresql"),
    /** A container that runs, and whose health check says so where it has one. */
    DOCKER("docker");

    private final List<String> schemes;

    Kind(String... schemes) {
      this.schemes = List.of(schemes);
    }

    static @Nullable Kind of(URI url) {
      for (Kind kind : values()) {
        if (kind.schemes.contains(url.getScheme())) {
          return kind;
        }
      }
      return null;
    }
  }

  /**
   * @param kind how to ask, which the url's scheme says too; absent for the hub's own parts
   * @param url {@code http://…}, {@code https://…}, {@code tcp://host:port}, {@code
   *     redis://host:port}, {@code postgres://host:port} or {@code docker://container}; without a
   *     path the one that a system of this name is asked at
   * @param contains what must stand in the answer of an HTTP system
   * @param interval as above, for this system
   * @param timeout as above, for this system
   * @param critical whether the whole is down when this system is down; else it is degraded
   * @param dependsOn systems without which this one cannot be up; while one of them is down, this
   *     one's trouble is not told
   */
  record Watched(
      @Nullable Kind kind,
      @Nullable URI url,
      @Nullable String contains,
      @Nullable Duration interval,
      @Nullable Duration timeout,
      @Nullable Boolean critical,
      @Nullable List<String> dependsOn) {

    /** How it is asked; null for a part of the hub. */
    @Nullable Kind asked() {
      return url == null ? kind : Kind.of(url);
    }

    private void requireConsistent(String key) {
      require(key + ".interval", interval, SHORTEST_INTERVAL, Duration.ofDays(1));
      require(key + ".timeout", timeout, Duration.ofMillis(1), LONGEST_TIMEOUT);
      if (url == null && (kind != null || contains != null)) {
        throw new IllegalArgumentException(
            "%s: kind and contains say how a url is asked, and url is not set".formatted(key));
      }
      if (url == null) {
        return;
      }
      Kind meant = Kind.of(url);
      boolean address =
          meant == Kind.DOCKER
              ? url.getAuthority() != null
              : url.getHost() != null && (meant == Kind.HTTP || url.getPort() > 0);
      if (meant == null || !address || kind != null && kind != meant) {
        throw new IllegalArgumentException(
            "%s.url must be %s, was: %s"
                .formatted(
                    key,
                    kind == null
                        ? "http(s)://host[:port]/path, tcp://host:port, redis://host:port, postgres://host:port or docker://container"
                        : kind == Kind.HTTP
                            ? "http(s)://host[:port]/path"
                            : kind.schemes.get(0)
                                + (kind == Kind.DOCKER ? "://container" : "://host:port"),
                    url));
      }
      if (contains != null && meant != Kind.HTTP) {
        throw new IllegalArgumentException(
            "%s.contains is for http(s) only, the url was: %s".formatted(key, url));
      }
    }
  }
}
