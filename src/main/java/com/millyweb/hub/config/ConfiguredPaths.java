package com.millyweb.hub.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Stops the start when a file or folder that somebody named is not there. A hub that goes on
 * without it would run with other settings, or other routes, than it was given.
 */
final class ConfiguredPaths implements EnvironmentPostProcessor {
  private static final String CONFIG = "HUB_CONFIG";
  private static final String ROUTES = "hub.routes";
  private static final List<String> FORMATS = List.of(".yaml", ".yml", ".properties");

  /** The settings are needed by every command, not by the hub alone. */
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    String config = environment.getProperty(CONFIG);
    if (config == null || config.isBlank()) {
      return;
    }
    Path file = Path.of(config);
    if (!Files.exists(file)) {
      throw new ConfigurationProblem(missing("configuration file", config, CONFIG, file));
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new ConfigurationProblem(
          "%s = %s is not a file that the hub can read".formatted(CONFIG, config));
    }
    if (FORMATS.stream().noneMatch(config.toLowerCase(Locale.ROOT)::endsWith)) {
      throw new ConfigurationProblem(
          "%s = %s must end in %s".formatted(CONFIG, config, String.join(", ", FORMATS)));
    }
  }

  /**
   * The folder of routes, if somebody named one.
   *
   * @throws ConfigurationProblem when it is not there
   */
  static void checkRoutes(Environment environment) {
    String routes = environment.getProperty(ROUTES);
    if (routes == null || routes.isBlank()) {
      return;
    }
    Path folder = Path.of(routes);
    if (!Files.exists(folder)) {
      throw new ConfigurationProblem(missing("folder of routes", routes, "HUB_ROUTES", folder));
    }
    if (!Files.isDirectory(folder)) {
      throw new ConfigurationProblem("HUB_ROUTES = %s is not a folder".formatted(routes));
    }
  }

  private static String missing(String what, String value, String key, Path path) {
    String nearest = neighbour(path.toAbsolutePath().normalize());
    return "The %s '%s' (%s) does not exist: there is no %s%s"
        .formatted(
            what,
            value,
            key,
            path.toAbsolutePath().normalize(),
            nearest == null ? "" : "; did you mean '%s'?".formatted(nearest));
  }

  private static @Nullable String neighbour(Path path) {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return null;
    }
    try (Stream<Path> beside = Files.list(folder)) {
      List<String> names = beside.map(other -> other.getFileName().toString()).toList();
      return Nearest.to(path.getFileName().toString(), names);
    } catch (IOException | UncheckedIOException e) {
      return null;
    }
  }
}
