package com.millyweb.hub.route.check;

import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.ExpressionUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.springframework.boot.convert.DurationStyle;

/**
 * The values of options as the components understand them when a route starts or an event comes:
 * expressions, and texts that must be one of some words, a duration or a time.
 */
final class OptionCheck {
  /** An option of http whose name is as long as this is hardly a query parameter's by chance. */
  private static final int MIN_TYPO = 6;

  private static final Set<String> HTTP = Set.of("http", "https");

  private OptionCheck() {}

  /** The options of the hub's own components that are expressions in simple. */
  static List<ExpressionUse> expressions(EndpointUse use, @Nullable ComponentModel model) {
    if (model == null || RoutePolicy.nounOf(use.scheme()).isEmpty()) {
      return List.of();
    }
    Map<String, String> descriptions =
        model.getEndpointOptions().stream()
            .collect(
                Collectors.toMap(
                    BaseOptionModel::getName,
                    option -> String.valueOf(option.getDescription()),
                    (first, second) -> first));
    return use.options().entrySet().stream()
        .filter(option -> !raw(option.getValue()).isBlank())
        .map(
            option ->
                expression(
                    use,
                    option.getKey(),
                    raw(option.getValue()),
                    descriptions.getOrDefault(option.getKey(), "")))
        .filter(expression -> expression.predicate() || expression.text().getValue().contains("${"))
        .toList();
  }

  private static ExpressionUse expression(
      EndpointUse use, String name, String value, String description) {
    ScalarNode parameter = use.parameters().get(name);
    Node at = parameter == null ? use.uri() : parameter;
    ScalarNode text =
        new ScalarNode(
            Tag.STR, true, value, use.uri().getScalarStyle(), at.getStartMark(), at.getEndMark());
    boolean predicate = description.toLowerCase(Locale.ROOT).contains("predicate");
    return new ExpressionUse("simple", text, Position.of(at), predicate);
  }

  static String raw(String value) {
    return value.startsWith("RAW(") && value.endsWith(")")
        ? value.substring(4, value.length() - 1)
        : value;
  }

  /** Literal values that the hub's own components refuse only when an event comes. */
  static void literals(EndpointUse use, RouteOutline outline) {
    if (use.role() != Role.PRODUCER) {
      return;
    }
    use.options()
        .forEach(
            (name, written) -> {
              String value = raw(written).strip();
              if (!value.contains("${") && !value.contains("{{") && !value.isEmpty()) {
                literal(use, name, value, outline);
              }
            });
  }

  private static void literal(EndpointUse use, String name, String value, RouteOutline outline) {
    String option = use.scheme() + "." + name;
    if (option.equals("notify.severity")) {
      List<String> words = Arrays.stream(Severity.values()).map(Enum::name).toList();
      if (words.stream().noneMatch(value::equalsIgnoreCase)) {
        at(use, name, outline, "one of " + String.join(", ", words), Meant.choice(value, words));
      }
    } else if (option.equals("event.delay")) {
      try {
        DurationStyle.detectAndParse(value);
      } catch (IllegalArgumentException e) {
        at(use, name, outline, "a duration such as 30s", Meant.duration(value));
      }
    } else if (option.equals("event.at")) {
      try {
        OffsetDateTime.parse(value);
      } catch (DateTimeParseException e) {
        at(use, name, outline, "an ISO 8601 time such as 2030-01-31T08:00:00Z", null);
      }
    }
  }

  private static void at(
      EndpointUse use, String name, RouteOutline outline, String rule, @Nullable String meant) {
    outline.error(
        position(use, name, outline),
        "Option '%s' of component '%s' must be %s, was: '%s'"
            .formatted(name, use.scheme(), rule, use.option(name)),
        meant);
  }

  /** What http does not know goes out as a part of the query, a slip of the hand too. */
  static void query(
      EndpointUse use, Set<String> unknown, Set<String> options, RouteOutline outline) {
    if (!HTTP.contains(use.scheme())) {
      return;
    }
    for (String name : unknown) {
      // names of options have capitals, and neither '_' nor '-'
      boolean word =
          name.length() >= MIN_TYPO && name.matches("[A-Za-z]+") && !options.contains(name);
      String meant = word ? Nearest.to(name, options) : null;
      if (meant != null) {
        outline.error(
            position(use, name, outline),
            "'%s' is no option of '%s' and would be sent as a part of the query (if you want that, put it into the header CamelHttpQuery)"
                .formatted(name, use.scheme()),
            meant);
      }
    }
  }

  /** Points at the option, be it in the URI or among the parameters. */
  static Position position(EndpointUse use, String name, RouteOutline outline) {
    ScalarNode parameter = use.parameters().get(name);
    return parameter == null ? outline.find(name + "=", use.uri()) : outline.keyOf(name, parameter);
  }

  /** The option that a message of Camel's is about; the URI where it names none. */
  static Position culprit(EndpointUse use, String message, RouteOutline outline) {
    return use.options().entrySet().stream()
        .filter(
            option ->
                message.contains("'" + option.getValue() + "'")
                    || message.matches("(?s).*\\b" + Pattern.quote(option.getKey()) + "\\b.*"))
        .findFirst()
        .map(option -> position(use, option.getKey(), outline))
        .orElse(Position.of(use.uri()));
  }
}
