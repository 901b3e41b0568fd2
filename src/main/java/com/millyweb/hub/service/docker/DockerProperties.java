package com.millyweb.hub.service.docker;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Docker engine that the hub watches.
 *
 * @param host {@code unix:///var/run/docker.sock}, {@code tcp://socket-proxy:2375} or {@code off};
 *     without it the socket is used where the hub may
 * @param logLines how many of its last log lines an event says of a container that ended, 0 to 200
 * @param update what happens when a registry has a newer image for a container without the label
 *     {@code hub.update}: {@code off}, {@code ask} or {@code auto}
 * @param updateInterval how often registries are asked, at least 1s
 * @param updateSettle how long the new container of an update must run without a restart when it
 *     has no health check, 1s to 10m
 * @param shellImage in which the tool {@code shell-run} runs scripts, each in a container of its
 *     own; without it there is no shell
 */
@ConfigurationProperties("hub.docker")
record DockerProperties(
    @Nullable String host,
    @DefaultValue("10") int logLines,
    @DefaultValue("off") UpdateMode update,
    @DefaultValue("6h") Duration updateInterval,
    @DefaultValue("15s") Duration updateSettle,
    @Nullable String shellImage) {
  static final String OFF = "off";
  private static final int MOST_LINES = 200;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST_SETTLE = Duration.ofMinutes(10);

  DockerProperties {
    if (host != null && host.isBlank()) {
      host = null;
    }
    if (shellImage != null && shellImage.isBlank()) {
      shellImage = null;
    }
    if (host != null && !host.equals(OFF) && !isAddress(host)) {
      throw new IllegalArgumentException(
          "hub.docker.host (or DOCKER_HOST) must be unix:///path, tcp://host:port or off, was: '%s'"
              .formatted(host));
    }
    if (logLines < 0 || logLines > MOST_LINES) {
      throw new IllegalArgumentException(
          "hub.docker.log-lines must be 0 to %d, was: %d".formatted(MOST_LINES, logLines));
    }
    if (updateInterval.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "hub.docker.update-interval must be at least 1s, was: %s".formatted(updateInterval));
    }
    if (updateSettle.compareTo(SHORTEST) < 0 || updateSettle.compareTo(LONGEST_SETTLE) > 0) {
      throw new IllegalArgumentException(
          "hub.docker.update-settle must be 1s to 10m, was: %s".formatted(updateSettle));
    }
  }

  private static boolean isAddress(String host) {
    try {
      URI uri = URI.create(host);
      return "unix".equals(uri.getScheme())
          ? uri.getPath() != null && uri.getPath().startsWith("/")
          : "tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
