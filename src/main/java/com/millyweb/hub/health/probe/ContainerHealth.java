package com.millyweb.hub.health.probe;

/** Says how a container is; the service that knows the engine has it. */
public interface ContainerHealth {
  /**
   * @param container its name
   * @throws Exception when the engine does not say
   */
  HealthProbe.Status of(String container) throws Exception;
}
