package com.millyweb.hub.health.probe;

import java.util.List;

/** Systems of which the configuration says how many there are. Asked once, at start. */
public interface HealthProbes {
  List<HealthProbe> probes();
}
