package com.millyweb.hub.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** The file with further configuration: {@code hub.yaml}, or what {@code HUB_CONFIG} names. */
public final class ConfigFile implements EnvironmentPostProcessor, Ordered {
  private static final String VARIABLE = "HUB_CONFIG";
  private static final String DEFAULT = "hub.yaml";
  private static final String HUB = "hub";
  private static final String SLIPS = "hubConfigSlips";

  /** Before the file is read. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    String named = environment.getProperty(VARIABLE);
    Path file = Path.of(named == null || named.isBlank() ? DEFAULT : named);
    String said = named == null ? file.toString() : VARIABLE + "=" + named;
    if (!Files.isRegularFile(file)) {
      // ConfiguredPaths tells of one that is named and not there
      return;
    }
    if (!Files.isReadable(file)) {
      throw new ConfigurationProblem(
          "%s cannot be read by the user '%s': it must be a file of that user"
              .formatted(said, System.getProperty("user.name")));
    }
    if (!file.getFileName().toString().endsWith(".properties")) {
      List<String> slips = slips(file, said);
      if (!slips.isEmpty()) {
        environment.getPropertySources().addLast(new Slips(slips));
      }
    }
  }

  /**
   * First keys of the file that were meant to be {@code hub}, each with what is wrong, in words.
   */
  public static List<String> slips(Environment environment) {
    return environment instanceof ConfigurableEnvironment all
            && all.getPropertySources().get(SLIPS) instanceof Slips found
        ? found.getSource()
        : List.of();
  }

  /**
   * Kept with the environment, so that it is told together with what is wrong below {@code hub}.
   */
  private static final class Slips extends PropertySource<List<String>> {
    Slips(List<String> slips) {
      super(SLIPS, slips);
    }

    @Override
    public @Nullable Object getProperty(String name) {
      return null;
    }
  }

  /** Spring takes a list or a text for a key of its own, and nobody would ever hear of it. */
  private static List<String> slips(Path file, String said) {
    List<String> slips = new ArrayList<>();
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (Reader text = Files.newBufferedReader(file)) {
      for (Object document : new Yaml(new SafeConstructor(options)).loadAll(text)) {
        if (document instanceof Map<?, ?> keys) {
          keys.keySet().stream()
              .map(String::valueOf)
              .filter(key -> !key.equals(HUB) && HUB.equals(Nearest.to(key, List.of(HUB))))
              .map(key -> "%s: %s is not a key of the hub; did you mean hub?".formatted(said, key))
              .forEach(slips::add);
        } else if (document != null) {
          throw new ConfigurationProblem(
              "%s: it must hold keys, such as hub: and below it port: 8080".formatted(said));
        }
      }
    } catch (YAMLException | IOException e) {
      throw new ConfigurationProblem(describe(e, file.toString()), e);
    }
    return slips;
  }

  private static String describe(Exception failure, String file) {
    if (failure instanceof MarkedYAMLException marked) {
      return describe(marked, file);
    }
    boolean encoding =
        failure instanceof CharacterCodingException
            || failure.getCause() instanceof CharacterCodingException;
    return "%s: %s"
        .formatted(file, encoding ? "it is not text in UTF-8" : firstLine(failure.getMessage()));
  }

  /** Without the line itself, which may hold a secret. */
  private static String describe(MarkedYAMLException failure, String file) {
    Mark mark =
        failure.getProblemMark() == null ? failure.getContextMark() : failure.getProblemMark();
    String place =
        mark == null
            ? ""
            : ", line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
    return "%s%s: %s; look at the indentation of this line and the one before (spaces, no tabs) and at its colons"
        .formatted(file, place, firstLine(failure.getProblem()));
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "it cannot be read" : text.lines().findFirst().orElse("");
  }
}
