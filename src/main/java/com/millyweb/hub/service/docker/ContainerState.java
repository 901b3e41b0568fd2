package com.millyweb.hub.service.docker;

import com.millyweb.hub.health.probe.ContainerHealth;
import com.millyweb.hub.health.probe.HealthProbe.Status;
import org.springframework.stereotype.Component;

/** How a container is: whether it runs, and what its health check says where it has one. */
@Component
final class ContainerState implements ContainerHealth {
  private final DockerEngine engine;

  ContainerState(DockerEngine engine) {
    this.engine = engine;
  }

  @Override
  public Status of(String name) {
    if (!engine.isOn()) {
      return Status.unknown("there is no Docker engine (hub.docker.host)");
    }
    Container container = Container.find(engine.client(), Container.requireName(name));
    if (container == null) {
      return Status.down("there is no container '%s'".formatted(name));
    }
    if (!container.isRunning()) {
      return Status.down("it does not run, exit code %s".formatted(container.exitCode()));
    }
    String health = String.valueOf(container.health());
    return switch (health) {
      case "unhealthy" -> Status.down("its health check fails");
      case "starting" -> Status.unknown("it starts");
      default -> Status.up();
    };
  }
}
