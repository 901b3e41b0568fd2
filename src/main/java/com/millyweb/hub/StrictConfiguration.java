package com.millyweb.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;

/** Stops the start on a {@code hub.*} key or {@code HUB_*} variable that nothing reads. */
@Component
final class StrictConfiguration implements BeanFactoryPostProcessor {
  private static final ConfigurationPropertyName HUB = ConfigurationPropertyName.of("hub");
  private static final String PREFIX = "HUB_";

  /** Read before or beside the properties records. */
  private static final Set<String> OTHER_VARIABLES = Set.of("HUB_CONFIG", "HUB_REQUIRE");

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
    List<Class<?>> types = new ArrayList<>();
    for (String name : beanFactory.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
      Class<?> type = beanFactory.getType(name, false);
      if (type != null && type.isRecord() && type.getName().startsWith("com.millyweb.hub.")) {
        types.add(type);
      }
    }
    Environment environment = beanFactory.getBean(Environment.class);
    check(environment, new KnownKeys(types));
    ConfiguredPaths.checkRoutes(environment);
  }

  static void check(Environment environment, KnownKeys known) {
    Set<String> problems = new TreeSet<>();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
        Stream.of(variables.getPropertyNames())
            .filter(name -> isUnknownVariable(name, known))
            .map(name -> problem(name, null, known.nearestVariable(name)))
            .forEach(problems::add);
      } else if (source instanceof IterableConfigurationPropertySource properties) {
        properties.stream()
            .filter(HUB::isAncestorOf)
            .filter(name -> !known.contains(elements(name)))
            .map(
                name ->
                    problem(
                        name.toString(),
                        Origin.from(source.getConfigurationProperty(name)),
                        known.nearest(elements(name))))
            .forEach(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationProblem(String.join(System.lineSeparator(), problems));
    }
  }

  private static boolean isUnknownVariable(String name, KnownKeys known) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith(PREFIX)
        && !upper.endsWith(SecretFiles.SUFFIX)
        && !OTHER_VARIABLES.contains(upper)
        && !known.containsVariable(name);
  }

  /** The value is left out: what is mistyped may be a secret. */
  private static String problem(String key, @Nullable Origin origin, @Nullable String nearest) {
    return "%s is not a key of the hub%s%s"
        .formatted(
            key,
            origin == null ? "" : " (" + origin + ")",
            nearest == null ? "" : "; did you mean " + nearest + "?");
  }

  private static List<String> elements(ConfigurationPropertyName name) {
    return IntStream.range(0, name.getNumberOfElements())
        .mapToObj(i -> name.getElement(i, Form.ORIGINAL))
        .toList();
  }
}
