package com.millyweb.hub.health;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
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
 */
@Validated
@ConfigurationProperties("hub.health")
record HealthProperties(
    @DefaultValue("10s") Duration interval,
    @DefaultValue("5s") Duration timeout,
    @DefaultValue("3") @Min(1) int failures,
    @DefaultValue("0s") Duration drain,
    @DefaultValue Map<String, @Valid Watched> systems) {
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

  enum Kind {
    /** A GET that is answered with 2xx or 3xx. */
    HTTP,
    /** A connection that is accepted. */
    TCP
  }

  /**
   * @param kind how to ask; absent for the hub's own parts
   * @param url {@code http://…}, {@code https://…} or {@code tcp://host:port}
   * @param interval as above, for this system
   * @param timeout as above, for this system
   * @param critical whether the whole is down when this system is down; else it is degraded
   */
  record Watched(
      @Nullable Kind kind,
      @Nullable URI url,
      @Nullable Duration interval,
      @Nullable Duration timeout,
      @Nullable Boolean critical) {

    private void requireConsistent(String key) {
      require(key + ".interval", interval, SHORTEST_INTERVAL, Duration.ofDays(1));
      require(key + ".timeout", timeout, Duration.ofMillis(1), LONGEST_TIMEOUT);
      if ((kind == null) != (url == null)) {
        throw new IllegalArgumentException(
            "%s: kind and url must be set both or not at all, were: %s and %s"
                .formatted(key, kind, url));
      }
      if (kind == null || url == null) {
        return;
      }
      String scheme = url.getScheme();
      boolean fits =
          url.getHost() != null
              && (kind == Kind.TCP
                  ? "tcp".equals(scheme) && url.getPort() > 0
                  : "http".equals(scheme) || "https".equals(scheme));
      if (!fits) {
        throw new IllegalArgumentException(
            "%s.url must be %s, was: %s"
                .formatted(
                    key, kind == Kind.TCP ? "tcp://host:port" : "http(s)://host[:port]/path", url));
      }
    }
  }
}
