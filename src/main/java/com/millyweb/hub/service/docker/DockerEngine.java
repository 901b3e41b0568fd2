package com.millyweb.hub.service.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The engine, and the client that asks it. Paths carry no version of the API, so that old and new
 * engines take them. Nothing of the client is loaded before it is needed.
 */
@Component
public final class DockerEngine implements DisposableBean {
  private static final Path SOCKET = Path.of("/var/run/docker.sock");
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** An engine that stops a container waits for it, and then answers. */
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private static final int CONNECTIONS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DockerProperties properties;
  private @Nullable DockerClient client;
  private @Nullable DockerHttpClient http;
  private @Nullable DockerClientConfig config;
  private @Nullable DockerClient events;

  DockerEngine(DockerProperties properties) {
    this.properties = properties;
  }

  /** Whether there is an engine to watch: one that is named, or the usual socket. */
  boolean isOn() {
    String host = properties.host();
    return host == null
        ? Files.isReadable(SOCKET) && Files.isWritable(SOCKET)
        : !host.equals(DockerProperties.OFF);
  }

  /** In which image scripts run; null when there is no shell. */
  public @Nullable String shellImage() {
    return properties.shellImage();
  }

  /**
   * @throws IllegalStateException when there is none
   */
  public synchronized DockerClient client() {
    if (client == null) {
      client = make(ANSWER);
    }
    return client;
  }

  /** For the stream of events, which says nothing for as long as nothing happens. */
  synchronized DockerClient events() {
    if (events == null) {
      events = make(Duration.ZERO);
    }
    return events;
  }

  /** For what docker-java does not know. */
  synchronized EngineCalls calls() {
    client();
    return new EngineCalls(Objects.requireNonNull(http));
  }

  /**
   * Who the hub is to the registry of an image, as {@code docker login} wrote it; empty for nobody.
   */
  synchronized Map<String, String> registryLogin(ImageReference image) {
    client();
    AuthConfig login = Objects.requireNonNull(config).effectiveAuthConfig(image.text());
    if (login == null) {
      return Map.of();
    }
    try {
      byte[] json = JSON.writeValueAsBytes(login);
      return Map.of("X-Registry-Auth", Base64.getUrlEncoder().encodeToString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The login of a registry cannot be written", e);
    }
  }

  private DockerClient make(Duration answer) {
    if (!isOn()) {
      throw new IllegalStateException(
          "There is no Docker engine: set DOCKER_HOST, or let the hub reach %s".formatted(SOCKET));
    }
    String host = properties.host();
    DockerClientConfig made =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host == null ? "unix://" + SOCKET : host)
            .withDockerTlsVerify(false)
            .withApiVersion(RemoteApiVersion.UNKNOWN_VERSION)
            .build();
    DockerHttpClient transport =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(made.getDockerHost())
            .connectionTimeout(CONNECT)
            .responseTimeout(answer)
            .maxConnections(CONNECTIONS)
            .build();
    if (!answer.isZero()) {
      http = transport;
      config = made;
    }
    return DockerClientImpl.getInstance(made, transport);
  }

  @Override
  public synchronized void destroy() throws IOException {
    if (client != null) {
      client.close();
    }
    if (events != null) {
      events.close();
    }
  }
}
