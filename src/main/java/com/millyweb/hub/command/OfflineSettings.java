package com.millyweb.hub.command;

import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.connect.ConnectProperties;
import com.millyweb.hub.connect.Connectors;
import com.millyweb.hub.connect.component.AddedComponents;
import com.millyweb.hub.http.EgressCheck;
import com.millyweb.hub.model.ModelProperties;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The configuration as a hub would have it, read without one. */
record OfflineSettings(ConfigurableApplicationContext context) implements AutoCloseable {
  private static final String REPORTER =
      "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

  /** What the configuration is read with. */
  @EnableConfigurationProperties(PackagedRoutes.class)
  static class Nothing {}

  /**
   * @param variables what the environment of the process holds
   */
  static OfflineSettings read(Map<String, String> variables) {
    String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(name, new SystemEnvironmentPropertySource(name, Map.copyOf(variables)));
    // a failed start is told by the command, in one line
    LoggingSystem.get(OfflineSettings.class.getClassLoader()).setLogLevel(REPORTER, LogLevel.OFF);
    return new OfflineSettings(
        new SpringApplicationBuilder(Nothing.class)
            .environment(environment)
            .web(WebApplicationType.NONE)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            // nothing of it stays behind in the process, where a hub may come up next
            .run("--logging.level.root=OFF"));
  }

  ConfigurableEnvironment environment() {
    return context.getEnvironment();
  }

  PackagedRoutes packaged() {
    return context.getBean(PackagedRoutes.class);
  }

  /** What calls may reach; a rule that cannot be read is told at a start. */
  static EgressCheck egress(ConfigurableEnvironment environment) {
    return EgressCheck.of(
        Binder.get(environment)
            .bind("hub.egress.allow", Bindable.listOf(String.class))
            .orElse(List.of()));
  }

  /** Only their names: what is wrong with their targets is found at a start. */
  static Set<String> channels(ConfigurableEnvironment environment) {
    return Binder.get(environment)
        .bind("hub.notify.channels", Bindable.mapOf(String.class, Object.class))
        .map(Map::keySet)
        .orElse(Set.of());
  }

  /** Likewise; none where they cannot be read, which is told at a start. */
  static Set<String> models(ConfigurableEnvironment environment) {
    try {
      return Binder.get(environment)
          .bind("hub", ModelProperties.class)
          .map(ModelProperties::names)
          .orElse(Set.of());
    } catch (BindException e) {
      return Set.of();
    }
  }

  /** What routes may reach beyond the hub, by the same rules; nothing is connected. */
  static Connectors reach(ConfigurableEnvironment environment) {
    Binder binder = Binder.get(environment);
    var home = binder.bind("hub.home", Path.class).orElse(Path.of(".hub"));
    var components = binder.bind("hub.components", Bindable.listOf(String.class)).orElse(List.of());
    return Connectors.toCheck(
        binder
            .bind("hub.connect", ConnectProperties.class)
            .orElse(new ConnectProperties(Map.of(), List.of(), Map.of())),
        AddedComponents.of(home, components),
        egress(environment));
  }

  @Override
  public void close() {
    context.close();
  }
}
