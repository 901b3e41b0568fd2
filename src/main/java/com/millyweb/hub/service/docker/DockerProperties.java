package com.millyweb.hub.service.docker;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Docker engine that the hub watches.
 *
 * @param host {@code unix:///var/run/docker.sock}, {@code tcp://socket-proxy:2375} or {@code off};
 *     without it the socket is used where the hub may
 * @param logLines how many of its last log lines an event says of a container that ended, 0 to 200
 */
@ConfigurationProperties("hub.docker")
record DockerProperties(@Nullable String host, @DefaultValue("10") int logLines) {
  static final String OFF = "off";
  private static final int MOST_LINES = 200;

  DockerProperties {
    if (host != null && host.isBlank()) {
      host = null;
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
