package com.millyweb.hub.health;

import com.millyweb.hub.health.probe.ContainerHealth;
import com.millyweb.hub.health.probe.HealthProbe;
import java.util.function.Supplier;

/** Asks the Docker engine about a container. */
record ContainerProbe(String system, String container, Supplier<ContainerHealth> engine)
    implements HealthProbe {
  @Override
  public Status probe() throws Exception {
    return engine.get().of(container);
  }
}
