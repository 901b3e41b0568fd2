package com.millyweb.hub.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;

/** Stops the start on a {@code hub.*} key or {@code HUB_*} variable that nothing reads. */
@Component
final class StrictConfiguration implements BeanFactoryPostProcessor {
  private static final ConfigurationPropertyName HUB = ConfigurationPropertyName.of("hub");
  private static final int MOST_BESIDE = 12;
  private static final String PREFIX = "HUB_";

  /** Read before or beside the properties records. */
  private static final Set<String> OTHER_VARIABLES = Set.of("HUB_CONFIG", "HUB_REQUIRE");

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
    if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
      return; // the settings of whoever builds the jar are not the hub's
    }
    List<Class<?>> types = new ArrayList<>();
    for (String name : beanFactory.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
      Class<?> type = beanFactory.getType(name, false);
      if (type != null && type.isRecord() && type.getName().startsWith("com.millyweb.hub.")) {
        types.add(type);
      }
    }
    Environment environment = beanFactory.getBean(Environment.class);
    var known = new KnownKeys(types);
    Set<String> problems = new TreeSet<>(ConfigFile.slips(environment));
    problems.addAll(keys(environment, known));
    problems.addAll(values(environment, known));
    require(problems);
    ConfiguredPaths.checkRoutes(environment);
  }

  static void check(Environment environment, KnownKeys known) {
    require(keys(environment, known));
  }

  private static void require(Set<String> problems) {
    if (!problems.isEmpty()) {
      throw new ConfigurationProblem(String.join(System.lineSeparator(), problems));
    }
  }

  private static Set<String> keys(Environment environment, KnownKeys known) {
    Set<String> problems = new TreeSet<>();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
        Stream.of(variables.getPropertyNames())
            .map(name -> problem(name, variables.getProperty(name), known))
            .filter(Objects::nonNull)
            .forEach(problems::add);
      } else if (source instanceof IterableConfigurationPropertySource properties) {
        properties.stream()
            .filter(HUB::isAncestorOf)
            .map(name -> problem(name, source.getConfigurationProperty(name), known))
            .filter(Objects::nonNull)
            .forEach(problems::add);
      }
    }
    return problems;
  }

  /** Values that cannot be read, of keys that are known. */
  private static Set<String> values(Environment environment, KnownKeys known) {
    Set<String> problems = new TreeSet<>();
    var leaves = new LeafValues(environment);
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
        for (String name : variables.getPropertyNames()) {
          if (name.toUpperCase(Locale.ROOT).startsWith(PREFIX)
              && problem(name, variables.getProperty(name), known) == null) {
            add(problems, leaves.problem(known.keyOf(name), known.typeOf(name)));
          }
        }
      } else if (source instanceof IterableConfigurationPropertySource properties) {
        properties.stream()
            .filter(HUB::isAncestorOf)
            .filter(name -> problem(name, source.getConfigurationProperty(name), known) == null)
            .forEach(
                name ->
                    add(problems, leaves.problem(elements(name), known.typeOf(elements(name)))));
      }
    }
    return problems;
  }

  private static void add(Set<String> problems, @Nullable String problem) {
    if (problem != null) {
      problems.add(problem);
    }
  }

  private static @Nullable String problem(
      ConfigurationPropertyName name, @Nullable ConfigurationProperty property, KnownKeys known) {
    List<String> elements = elements(name);
    String where = Wording.where(Origin.from(property));
    if (!known.contains(elements)) {
      return unknown(name + where, known.nearest(elements), known.beside(elements));
    }
    return property != null && known.isDuration(elements) && isBareNumber(property.getValue())
        ? withoutUnit(name.toString(), property.getValue(), where)
        : null;
  }

  private static @Nullable String problem(
      String variable, @Nullable Object value, KnownKeys known) {
    if (isUnknownVariable(variable, known)) {
      KnownKeys.Meant meant = known.withALongName(variable);
      return meant == null
          ? unknown(variable, known.nearestVariable(variable), known.besideVariable(variable))
          : "%s is not a key of the hub: in a variable a name is one word, %s; a name with '-' is set in hub.yaml, %s"
              .formatted(variable, meant.variable(), meant.key());
    }
    return value != null
            && variable.toUpperCase(Locale.ROOT).startsWith(PREFIX)
            && known.isDurationVariable(variable)
            && isBareNumber(value)
        ? withoutUnit(variable, value, "")
        : null;
  }

  /** Spring would read it as milliseconds, which nobody means. Zero needs no unit. */
  private static boolean isBareNumber(Object value) {
    return value.toString().strip().matches("[+-]?\\d*\\.?\\d+")
        && !value.toString().strip().equals("0");
  }

  private static String withoutUnit(String name, Object value, String where) {
    String number = value.toString().strip();
    return "%s = %s: a duration needs a unit, such as %ss, %sm or %sh%s"
        .formatted(name, number, number, number, number, where);
  }

  private static boolean isUnknownVariable(String name, KnownKeys known) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith(PREFIX)
        && !upper.endsWith(SecretFiles.SUFFIX)
        && !OTHER_VARIABLES.contains(upper)
        && !known.containsVariable(name);
  }

  /** The value is left out: what is mistyped may be a secret. */
  private static String unknown(String key, @Nullable String nearest, List<String> beside) {
    String hint = "";
    if (nearest != null) {
      hint = "; did you mean " + nearest + "?";
    } else if (!beside.isEmpty() && beside.size() <= MOST_BESIDE) {
      hint = "; there are " + String.join(", ", beside);
    }
    return "%s is not a key of the hub%s".formatted(key, hint);
  }

  private static List<String> elements(ConfigurationPropertyName name) {
    return IntStream.range(0, name.getNumberOfElements())
        .mapToObj(i -> name.getElement(i, Form.ORIGINAL))
        .toList();
  }
}
