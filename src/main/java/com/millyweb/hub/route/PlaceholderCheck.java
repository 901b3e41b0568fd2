package com.millyweb.hub.route;

import com.millyweb.hub.Nearest;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** Every {@code {{placeholder}}} must have a value or a default. */
final class PlaceholderCheck {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

  /** Functions of Camel that take a place other than the configuration's. */
  private static final Set<String> FUNCTIONS =
      Set.of("env", "sys", "service", "service.host", "service.port", "bean", "boolean");

  private final ConfigurableEnvironment environment;

  PlaceholderCheck(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  void check(RouteOutline outline) {
    for (ScalarNode scalar : outline.scalars) {
      Matcher matcher = PLACEHOLDER.matcher(scalar.getValue());
      while (matcher.find()) {
        check(outline, scalar, matcher.group(1));
      }
    }
  }

  private void check(RouteOutline outline, ScalarNode scalar, String written) {
    String name = written.replaceFirst("^[?!]", "");
    int colon = name.indexOf(':');
    String key = colon < 0 ? name : name.substring(0, colon);
    Position at = outline.find("{{" + written, scalar);
    if (FUNCTIONS.contains(key)) {
      outline.error(
          at, "Placeholder '{{%s}}' must name a key of the configuration".formatted(written), null);
      return;
    }
    boolean optional = colon >= 0 || written.startsWith("?");
    if (!optional && !environment.containsProperty(key)) {
      outline.error(
          at,
          "Placeholder '{{%s}}' has no value and no default".formatted(key),
          Nearest.to(key, keys()));
    }
  }

  private Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    environment
        .getPropertySources()
        .forEach(
            source -> {
              if (source instanceof EnumerablePropertySource<?> enumerable) {
                keys.addAll(Set.of(enumerable.getPropertyNames()));
              }
            });
    return keys;
  }
}
