package com.millyweb.hub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The reference of what a stack sets is complete, and names nothing that is not there. */
class EnvExampleTest {
  private static final Pattern VARIABLE = Pattern.compile("(?m)^#?(HUB_[A-Z0-9_]+)=");

  @Test
  void every_variable_of_the_example_is_known() throws IOException {
    KnownKeys known = known();
    assertThat(variables())
        .filteredOn(name -> !name.equals("HUB_CONFIG"))
        .allMatch(known::containsVariable);
  }

  @Test
  void every_key_without_a_chosen_name_is_in_the_example() throws IOException {
    Set<String> keys =
        known().keys(List.of()).stream()
            .filter(key -> !key.contains("<"))
            .map(key -> key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(variables()).containsAll(keys);
  }

  private static Set<String> variables() throws IOException {
    return VARIABLE
        .matcher(Files.readString(Path.of("compose/.env.example")))
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static KnownKeys known() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return new KnownKeys(
        scanner.findCandidateComponents("com.millyweb.hub").stream()
            .<Class<?>>map(bean -> ClassUtils.resolveClassName(bean.getBeanClassName(), null))
            .filter(type -> !type.isMemberClass())
            .toList());
  }
}
