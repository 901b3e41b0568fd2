package com.millyweb.hub.service.docker;

import com.millyweb.hub.health.probe.ContainerHealth;
import com.millyweb.hub.health.probe.HealthProbe;
import org.springframework.stereotype.Component;

/** Whether the Docker engine tells what happens, and how a container of it is. */
@Component
final class DockerProbe implements HealthProbe, ContainerHealth {
  private final DockerEngine engine;
  private final EngineState state;

  DockerProbe(DockerEngine engine, EngineState state) {
    this.engine = engine;
    this.state = state;
  }

  @Override
  public boolean watched() {
    return engine.isOn();
  }

  @Override
  public String system() {
    return "docker";
  }

  /** A line that was cut in silence says nothing for ever; the next stream has another one. */
  private Status ping() {
    try {
      engine.client().pingCmd().exec();
      return Status.up();
    } catch (RuntimeException e) {
      state.lose();
      return Status.down(Container.reason(e));
    }
  }

  @Override
  public Status probe() {
    String trouble = state.trouble();
    if (trouble == null) {
      return ping();
    }
    return trouble.equals(EngineState.NEW) ? Status.unknown(trouble) : Status.down(trouble);
  }

  /** Whether it runs, and what its health check says where it has one. */
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
    return switch (String.valueOf(container.health())) {
      case "unhealthy" -> Status.down("its health check fails");
      case "starting" -> Status.unknown("it starts");
      default -> Status.up();
    };
  }
}
