package com.millyweb.hub.command;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.connect.component.AddedComponents;
import com.millyweb.hub.connect.component.ComponentProperties;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/** What the configuration says about components, without a hub. */
final class ComponentSettings implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private ComponentSettings(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** What the configuration is read with. */
  @EnableConfigurationProperties({HubProperties.class, ComponentProperties.class})
  static class Nothing {}

  static ComponentSettings read() {
    System.setProperty("logging.level.root", "ERROR");
    return new ComponentSettings(
        new SpringApplicationBuilder(Nothing.class)
            .web(WebApplicationType.NONE)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .run());
  }

  Path home() {
    return context.getBean(HubProperties.class).home().toAbsolutePath();
  }

  URI repository() {
    return properties().componentRepository();
  }

  AddedComponents added() {
    return AddedComponents.of(home(), properties().components());
  }

  /** {@code hub.components} as it would be with these, too. */
  String with(String names) {
    Set<String> all = new LinkedHashSet<>(properties().components());
    all.addAll(List.of(names.split(",")));
    return String.join(",", all);
  }

  boolean isInTheJar(String scheme) {
    return getClass()
            .getClassLoader()
            .getResource("META-INF/services/org/apache/camel/component/" + scheme)
        != null;
  }

  private ComponentProperties properties() {
    return context.getBean(ComponentProperties.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
