package com.millyweb.hub.config;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin.Location;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Takes every value of {@code hub.yaml} as it was written. YAML makes a number of {@code 0123} and
 * {@code false} of {@code off}; a secret or a word of the hub is then another one, or none.
 */
final class ScalarTexts implements EnvironmentPostProcessor, Ordered {
  private static final String HUB = "hub.";

  /** After the file was read. */
  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 1;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Map<Resource, Map<Location, String>> read = new HashMap<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof OriginTrackedMapPropertySource file) {
        Map<String, Object> texts = new LinkedHashMap<>();
        file.getSource().forEach((key, value) -> texts.put(key, text(key, value, read)));
        environment
            .getPropertySources()
            .replace(
                file.getName(), new OriginTrackedMapPropertySource(file.getName(), texts, true));
      }
    }
  }

  private static Object text(String key, Object value, Map<Resource, Map<Location, String>> read) {
    if (key.startsWith(HUB)
        && value instanceof OriginTrackedValue tracked
        && (tracked.getValue() instanceof Number || tracked.getValue() instanceof Boolean)
        && tracked.getOrigin() instanceof TextResourceOrigin origin
        && origin.getResource() != null) {
      String text =
          read.computeIfAbsent(origin.getResource(), ScalarTexts::scalars)
              .get(origin.getLocation());
      return text == null ? value : OriginTrackedValue.of(text, origin);
    }
    return value;
  }

  private static Map<Location, String> scalars(Resource file) {
    Map<Location, String> scalars = new HashMap<>();
    try (Reader text = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
      new Yaml()
          .parse(text)
          .forEach(
              event -> {
                if (event instanceof ScalarEvent scalar) {
                  scalars.put(
                      new Location(
                          scalar.getStartMark().getLine(), scalar.getStartMark().getColumn()),
                      scalar.getValue());
                }
              });
    } catch (IOException | YAMLException e) {
      // it was read a moment ago
      throw new ConfigurationProblem("%s cannot be read again".formatted(file), e);
    }
    return scalars;
  }
}
