package com.millyweb.hub.service.grafana;

import com.millyweb.hub.health.probe.SystemAddresses;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Grafana and Alertmanager, where the configuration has them, are watched as well. */
@Component
final class MonitorAddresses implements SystemAddresses {
  private final Map<String, URI> addresses = new HashMap<>();

  MonitorAddresses(GrafanaProperties grafana, AlertmanagerProperties alertmanager) {
    if (grafana.url() != null) {
      addresses.put("grafana", grafana.url());
    }
    if (alertmanager.url() != null) {
      addresses.put("alertmanager", alertmanager.url());
    }
  }

  @Override
  public Map<String, URI> addresses() {
    return addresses;
  }
}
