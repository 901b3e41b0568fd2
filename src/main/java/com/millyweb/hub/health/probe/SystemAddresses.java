package com.millyweb.hub.health.probe;

import java.net.URI;
import java.util.Map;

/**
 * Systems whose address the configuration has anyway, as a service of the hub uses them. They are
 * watched like those of {@code hub.health.systems}, where a url of the same name is the one that
 * counts. Asked once, at start.
 */
public interface SystemAddresses {
  /** By the names that {@code health/systems.yaml} has for them. */
  Map<String, URI> addresses();
}
