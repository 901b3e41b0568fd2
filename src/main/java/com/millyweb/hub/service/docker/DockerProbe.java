package com.millyweb.hub.service.docker;

import com.millyweb.hub.health.probe.HealthProbe;
import org.springframework.stereotype.Component;

/** Whether the Docker engine tells what happens. */
@Component
final class DockerProbe implements HealthProbe {
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
}
