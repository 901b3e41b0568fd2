package com.millyweb.hub.connect.component;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Components of Camel that are not in the jar.
 *
 * @param components those that routes may use, of the ones that {@code add} fetched
 * @param componentRepository where {@code add} fetches them
 */
@ConfigurationProperties("hub")
public record ComponentProperties(
    @DefaultValue List<String> components,
    @DefaultValue("https://repo.maven.apache.org/maven2") URI componentRepository) {

  public ComponentProperties {
    for (String name : components) {
      if (!name.matches("[a-z0-9-]+")) {
        throw new IllegalArgumentException(
            "hub.components must be names of components, such as nats, was: '%s'".formatted(name));
      }
    }
  }
}
