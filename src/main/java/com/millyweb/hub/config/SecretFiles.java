package com.millyweb.hub.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reads {@code HUB_…_FILE} variables: {@code HUB_DB_PASSWORD_FILE=/run/secrets/db} sets {@code
 * HUB_DB_PASSWORD} to the content of that file, without its last line break.
 */
final class SecretFiles implements EnvironmentPostProcessor {
  static final String SUFFIX = "_FILE";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Map<String, Object> secrets = new HashMap<>();
    environment
        .getSystemEnvironment()
        .forEach(
            (name, path) -> {
              if (name.startsWith("HUB_") && name.endsWith(SUFFIX)) {
                String target = name.substring(0, name.length() - SUFFIX.length());
                if (environment.getSystemEnvironment().containsKey(target)) {
                  throw new ConfigurationProblem(
                      "At most one of %s and %s may be set".formatted(target, name));
                }
                secrets.put(target, read(name, Path.of((String) path)));
              }
            });
    if (!secrets.isEmpty()) {
      environment
          .getPropertySources()
          // by the end of its name Spring knows variables, whose names it maps to those of keys
          .addFirst(
              new SystemEnvironmentPropertySource("hubSecretFiles-systemEnvironment", secrets));
    }
  }

  private static String read(String name, Path path) {
    try {
      return Files.readString(path).stripTrailing();
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "%s=%s: the user '%s' cannot read this file (%s); correct the path or its permissions"
              .formatted(
                  name,
                  path,
                  System.getProperty("user.name"),
                  Files.isDirectory(path)
                      ? "it is a folder"
                      : Files.exists(path) ? "it is there" : "there is no such file"),
          e);
    }
  }
}
