package com.millyweb.hub.camel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;
import org.apache.camel.component.properties.PropertiesParser;
import org.jspecify.annotations.Nullable;

/**
 * What {@code {{…}}} stands for: {@code vars.<name>} anywhere, {@code secrets.<name>} as the whole
 * value of an endpoint's option. Neither the configuration nor the environment is seen.
 */
public final class OpenPlaceholders implements PropertiesParser {
  static final String VARS = "vars.";
  static final String SECRETS = "secrets.";

  /** With Camel's way to escape it. */
  private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\\\)\\{\\{([^{}]*)}}");

  /**
   * {@code name=} or {@code name=RAW(} before a placeholder, at the front or after another option.
   */
  private static final Pattern BEFORE_VALUE =
      Pattern.compile("(?s)(?:^|.*[?&])[\\w.-]+=(RAW[({])?");

  private final RouteValues values;

  private OpenPlaceholders(RouteValues values) {
    this.values = values;
  }

  static PropertiesComponent component(RouteValues values) {
    var component = new PropertiesComponent();
    component.setPropertiesParser(new OpenPlaceholders(values));
    component.setAutoDiscoverPropertiesSources(false);
    component.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    component.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
    return component;
  }

  /**
   * One placeholder.
   *
   * @param optional whether it may be without a value: {@code {{?name}}}
   */
  public record Placeholder(String name, boolean optional, @Nullable String otherwise) {
    public static Placeholder of(String written) {
      boolean optional = written.startsWith("?");
      String text = optional ? written.substring(1) : written;
      int colon = text.indexOf(':');
      return new Placeholder(
          colon < 0 ? text : text.substring(0, colon),
          optional,
          colon < 0 ? null : text.substring(colon + 1));
    }

    public boolean isVar() {
      return name.startsWith(VARS) && name.length() > VARS.length();
    }

    public boolean isSecret() {
      return name.startsWith(SECRETS) && name.length() > SECRETS.length();
    }

    public String bare() {
      return name.substring(name.indexOf('.') + 1);
    }
  }

  @Override
  public @Nullable String parseUri(
      String text,
      PropertiesLookup lookup,
      boolean fallback,
      boolean keepUnresolvedOptional,
      boolean nested) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder result = new StringBuilder();
    int end = 0;
    boolean missing = false;
    while (matcher.find()) {
      var placeholder = Placeholder.of(matcher.group(1));
      String before = text.substring(0, matcher.start());
      result.append(text, end, matcher.start());
      end = matcher.end();
      String value = value(placeholder, before);
      if (value == null && keepUnresolvedOptional) {
        result.append(matcher.group());
      } else if (value == null) {
        missing = true;
      } else if (placeholder.isSecret() && before.matches("(?s).*RAW[({]")) {
        // what stands in RAW(…) is a value, never a reference
        result.setLength(result.length() - "RAW(".length());
        result.append(value);
        end = Math.min(text.length(), end + 1);
      } else {
        result.append(value);
      }
    }
    result.append(text.substring(end));
    return missing && result.isEmpty() ? null : result.toString();
  }

  private @Nullable String value(Placeholder placeholder, String before) {
    String value = null;
    if (placeholder.isVar()) {
      value = values.var(placeholder.bare());
    } else if (placeholder.isSecret()) {
      if (!BEFORE_VALUE.matcher(before).matches()) {
        throw new IllegalArgumentException(
            "{{%s}} may only be the whole value of an endpoint's option"
                .formatted(placeholder.name()));
      }
      if (values.hasSecret(placeholder.bare())) {
        return values.reference(placeholder.bare());
      }
    } else {
      throw new IllegalArgumentException(
          "{{%s}} is not open to routes: only {{vars.…}} of hub.vars and {{secrets.…}} of hub.secrets are"
              .formatted(placeholder.name()));
    }
    if (value == null) {
      value = placeholder.otherwise();
    }
    if (value == null && !placeholder.optional()) {
      throw new IllegalArgumentException(
          "{{%s}} has no value in hub.%s and no default"
              .formatted(placeholder.name(), placeholder.name()));
    }
    return value;
  }

  @Override
  public String parseProperty(String key, String value, PropertiesLookup lookup) {
    return value;
  }
}
