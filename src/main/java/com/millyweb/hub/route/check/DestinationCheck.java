package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.OpenEndpoints;
import com.millyweb.hub.camel.OpenPlaceholders.Placeholder;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * URIs that are put together while a message is processed. The component must be written down, so
 * that it can be told before; the rest is judged when it is known.
 */
final class DestinationCheck {
  private static final Set<String> STEPS =
      Set.of("enrich", "pollEnrich", "recipientList", "routingSlip", "dynamicRouter");

  /** They name programs, or routes that are not there. */
  private static final Set<String> CLOSED = Set.of("kamelet", "script", "serviceCall");

  /** The languages in which the beginning of a URI can be seen. */
  private static final Set<String> WRITTEN = Set.of("constant", "simple");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

  private final RouteValues values;
  private final PlaceholderCheck placeholders;
  private final OpenEndpoints endpoints;
  private final Reach reach;

  /** A URI that a step will send to, as it is written. */
  record Destination(ScalarNode at, String uri) {}

  DestinationCheck(
      RouteValues values, KnownBeans beans, PlaceholderCheck placeholders, Reach reach) {
    this.values = values;
    this.placeholders = placeholders;
    this.reach = reach;
    endpoints = new OpenEndpoints(values, beans::isBean, reach);
  }

  void check(RouteOutline outline) {
    for (EndpointUse use : outline.endpoints) {
      if (use.role() == Role.DYNAMIC || !isTold(outline, use)) {
        judge(outline, use.uri(), EndpointCatalogue.uri(use), use.role());
      }
    }
    if (outline.root != null) {
      walk(outline, outline.root);
    }
  }

  /** Whether each connector that is written down stays within what the configuration names. */
  void confine(CamelContext context, RouteOutline outline) {
    for (Destination destination : outline.destinations) {
      try {
        context.getEndpoint(destination.uri());
      } catch (RuntimeException e) {
        outline.error(
            destination.at(), placeholders.withoutValues(outline, ScratchRoutes.reason(e)), null);
      }
    }
  }

  /** Whether something is wrong with it already; one mistake is told once. */
  private static boolean isTold(RouteOutline outline, EndpointUse use) {
    Set<Integer> lines = new HashSet<>(Set.of(Position.of(use.uri()).line()));
    use.parameters().values().forEach(value -> lines.add(Position.of(value).line()));
    return outline.problems.stream()
        .anyMatch(problem -> problem.isError() && lines.contains(problem.line()));
  }

  private void walk(RouteOutline outline, Node node) {
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> item(outline, item));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = text(tuple.getKeyNode());
        if (STEPS.contains(key)) {
          step(outline, key, tuple.getValueNode());
        } else if (key.equals("poll")) {
          poll(outline, tuple.getValueNode());
        }
        walk(outline, tuple.getValueNode());
      }
    }
  }

  /** Its endpoint is made when a message comes, and not while the route is built. */
  private void poll(RouteOutline outline, Node value) {
    Node written = value instanceof MappingNode options ? child(options, "uri") : value;
    if (!(written instanceof ScalarNode scalar)) {
      return;
    }
    StringBuilder uri = new StringBuilder(resolved(scalar.getValue()).strip());
    if (value instanceof MappingNode options
        && child(options, "parameters") instanceof MappingNode parameters) {
      for (NodeTuple tuple : parameters.getValue()) {
        uri.append(uri.indexOf("?") < 0 ? '?' : '&')
            .append(text(tuple.getKeyNode()))
            .append("=RAW(")
            .append(resolved(text(tuple.getValueNode())))
            .append(')');
      }
    }
    boolean connector = reach.schemes().contains(OpenEndpoints.scheme(uri.toString()));
    if (connector && uri.indexOf("${") < 0) {
      outline.destinations.add(new Destination(scalar, uri.toString()));
    }
  }

  private void item(RouteOutline outline, Node item) {
    if (item instanceof MappingNode mapping && mapping.getValue().size() == 1) {
      Node step = mapping.getValue().get(0).getKeyNode();
      if (CLOSED.contains(text(step))) {
        outline.error(step, "Step '%s' is not open to routes".formatted(text(step)), null);
      }
    }
    walk(outline, item);
  }

  private void step(RouteOutline outline, String step, Node value) {
    if (!(value instanceof MappingNode options)) {
      return;
    }
    Node expression = child(options, "expression");
    MappingNode within = expression instanceof MappingNode mapping ? mapping : options;
    boolean found = false;
    for (String language : WRITTEN) {
      Node written = child(within, language);
      Node text = written instanceof MappingNode mapping ? child(mapping, "expression") : written;
      if (text instanceof ScalarNode scalar) {
        found = true;
        ends(outline, step, options, scalar);
      }
    }
    if (!found) {
      outline.error(
          value,
          "'%s' must say with 'constant' or 'simple' where it goes, and start with the name of a component"
              .formatted(step),
          null);
    }
  }

  private void ends(RouteOutline outline, String step, MappingNode options, ScalarNode uris) {
    Node given = child(options, step.equals("routingSlip") ? "uriDelimiter" : "delimiter");
    String delimiter = given instanceof ScalarNode scalar ? scalar.getValue() : ",";
    boolean many =
        !step.equals("enrich") && !step.equals("pollEnrich") && !delimiter.equals("false");
    String text = resolved(uris.getValue());
    List<String> ends =
        many && !delimiter.isEmpty()
            ? List.of(text.split(Pattern.quote(delimiter)))
            : List.of(text);
    ends.forEach(end -> judge(outline, uris, end, Role.DYNAMIC));
  }

  private void judge(RouteOutline outline, ScalarNode at, String written, Role role) {
    String uri = resolved(written).strip();
    String scheme = OpenEndpoints.scheme(uri);
    if (scheme.isBlank() || scheme.contains("${") || scheme.contains("$simple{")) {
      outline.error(at, "An endpoint must start with the name of a component", null);
      return;
    }
    if (!endpoints.isOpen(scheme)) {
      outline.error(
          at,
          "Component '%s' is not open to routes".formatted(OpenEndpoints.scheme(written.strip())),
          written.contains("{{") ? null : Nearest.to(scheme, endpoints.open()));
      return;
    }
    if (scheme.equals("platform-http") && role != Role.CONSUMER) {
      outline.error(at, "A door is the beginning of a route, nothing is sent to it", null);
      return;
    }
    try {
      endpoints.judge(uri, Map.of());
      if (role == Role.DYNAMIC && reach.schemes().contains(scheme) && !uri.contains("${")) {
        outline.destinations.add(new Destination(at, uri));
      }
    } catch (IllegalArgumentException e) {
      outline.error(at, placeholders.withoutValues(outline, String.valueOf(e.getMessage())), null);
    }
  }

  /** What is no placeholder of routes is said elsewhere. */
  private String resolved(String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    return matcher.replaceAll(
        found -> {
          var placeholder = Placeholder.of(found.group(1));
          String value = placeholder.isVar() ? values.var(placeholder.bare()) : null;
          String otherwise = value == null ? placeholder.otherwise() : value;
          return Matcher.quoteReplacement(otherwise == null ? "" : otherwise);
        });
  }

  private static @Nullable Node child(MappingNode mapping, String key) {
    for (NodeTuple tuple : mapping.getValue()) {
      if (text(tuple.getKeyNode()).equals(key)) {
        return tuple.getValueNode();
      }
    }
    return null;
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
