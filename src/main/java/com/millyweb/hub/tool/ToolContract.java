package com.millyweb.hub.tool;

import com.millyweb.hub.config.Durations;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.tool.Tool.Hints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the contract of a tool from the options of its {@code from: ai-tool:}. */
final class ToolContract {
  /** What model servers and MCP clients take as a name. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]{0,63}");

  /** Arguments become headers of these names. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?!(?i:camel|ce_|kafka|mail))[a-zA-Z][a-zA-Z0-9_]{0,63}");

  private static final int LONGEST_DESCRIPTION = 1024;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final List<String> OF_PARAMETER =
      List.of("description", "required", "enum", "items", "schema");

  private ToolContract() {}

  /**
   * @param parameters what follows {@code parameter.} in the names of the options, in their order
   * @throws IllegalArgumentException when it is none; its message names the option and the rule
   */
  static Tool read(AiToolEndpoint endpoint, Map<String, String> parameters, String route) {
    String name = endpoint.getName();
    String description = endpoint.getDescription();
    if (description == null || description.isBlank()) {
      throw new IllegalArgumentException(
          "Tool '%s' needs a description, by which models and people choose it".formatted(name));
    }
    if (description.length() > LONGEST_DESCRIPTION) {
      throw new IllegalArgumentException(
          "Tool '%s': the description must have at most %d characters, has %d"
              .formatted(name, LONGEST_DESCRIPTION, description.length()));
    }
    if (endpoint.isReadOnlyHint() && Boolean.TRUE.equals(endpoint.getDestructiveHint())) {
      throw new IllegalArgumentException(
          "Tool '%s': what has the readOnlyHint destroys nothing, so destructiveHint must not be true"
              .formatted(name));
    }
    String title = endpoint.getTitle();
    var tool =
        new Tool(
            name,
            title == null || title.isBlank() ? name : title.strip(),
            description.strip(),
            list(endpoint.getTags()),
            parameters(name, parameters),
            hints(endpoint),
            endpoint.getUntrustedHint() == null
                ? endpoint.isOpenWorldHint()
                : endpoint.getUntrustedHint(),
            endpoint.isContentHint(),
            new Tool.Asking(endpoint.isAskAlways(), endpoint.getPreview()),
            route,
            timeout(name, endpoint.getTimeout()));
    new Arguments(tool);
    return tool;
  }

  /**
   * @throws IllegalArgumentException when a tool cannot be called so
   */
  static String name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The name of a tool must be a letter and up to 63 letters, digits, '_' and '-', was: '%s'"
              .formatted(name));
    }
    return name;
  }

  private static Hints hints(AiToolEndpoint endpoint) {
    boolean readOnly = endpoint.isReadOnlyHint();
    Boolean destructive = endpoint.getDestructiveHint();
    return new Hints(
        readOnly,
        !readOnly && (destructive == null || destructive),
        readOnly || endpoint.isIdempotentHint(),
        endpoint.isOpenWorldHint());
  }

  private static Duration timeout(String tool, String text) {
    Duration timeout;
    try {
      timeout = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      timeout = Duration.ZERO;
    }
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "Tool '%s': timeout must be 1s to 1h, was: '%s'".formatted(tool, text));
    }
    return timeout;
  }

  private static List<ToolParameter> parameters(String tool, Map<String, String> options) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    options.forEach(
        (option, value) -> {
          int dot = option.indexOf('.');
          String name = dot < 0 ? option : option.substring(0, dot);
          String part = dot < 0 ? "" : option.substring(dot + 1);
          if (dot >= 0 && !OF_PARAMETER.contains(part)) {
            String meant = Nearest.to(part, OF_PARAMETER);
            throw new IllegalArgumentException(
                "Tool '%s': parameter.%s has no '%s', it has %s%s"
                    .formatted(
                        tool,
                        name,
                        part,
                        String.join(", ", OF_PARAMETER),
                        meant == null ? "" : "; did you mean '%s'?".formatted(meant)));
          }
          all.computeIfAbsent(name, any -> new LinkedHashMap<>()).put(part, value);
        });
    List<ToolParameter> read = new ArrayList<>();
    all.forEach((name, parts) -> read.add(parameter(tool, name, parts)));
    return read;
  }

  private static ToolParameter parameter(String tool, String name, Map<String, String> parts) {
    if (!PARAMETER.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Tool '%s': a parameter's name must be a letter and up to 63 letters, digits and '_', and not begin with camel, ce_, kafka or mail, was: '%s'"
              .formatted(tool, name));
    }
    String required = parts.getOrDefault("required", "false");
    if (!required.equals("true") && !required.equals("false")) {
      throw new IllegalArgumentException(
          "Tool '%s': parameter.%s.required must be true or false, was: '%s'"
              .formatted(tool, name, required));
    }
    return new ToolParameter(
        name, required.equals("true"), ParameterSchema.read(tool, name, parts));
  }

  static List<String> list(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",")).map(String::strip).filter(one -> !one.isEmpty()).toList();
  }
}
