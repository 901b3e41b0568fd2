package com.millyweb.hub.route.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.agent.AgentFile;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.route.check.RouteOutline.BeanUse;
import com.millyweb.hub.route.check.RouteOutline.CountUse;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.ExpressionUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import com.millyweb.hub.route.check.RouteOutline.RouteEntry;
import com.millyweb.hub.route.check.RouteOutline.StepUse;
import com.millyweb.hub.route.check.RouteSchema.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a file along the schema, and notes every key that the schema does not know. */
final class RouteReader {
  private static final Set<String> PREDICATES =
      Set.of(
          "when",
          "filter",
          "validate",
          "onWhen",
          "handled",
          "continued",
          "retryWhile",
          "completionPredicate",
          "interceptFrom");
  private static final Set<String> COUNTING = Set.of("delay", "loop", "throttle");
  private static final List<String> SENDING =
      List.of("to", "toD", "wireTap", "poll", "interceptSendToEndpoint");

  private final RouteSchema schema;
  private final RouteOutline outline;
  private @Nullable String route;
  private int steps;

  private RouteReader(RouteSchema schema, RouteOutline outline) {
    this.schema = schema;
    this.outline = outline;
  }

  static RouteOutline read(RouteText text, RouteSchema schema) {
    var outline = new RouteOutline(text);
    Optional<Node> root = YamlSyntax.compose(outline);
    if (root.isPresent()) {
      outline.root = root.get();
      new RouteReader(schema, outline).file(root.get());
    } else if (!outline.hasErrors()) {
      outline.error(Position.START, "The file is empty; it must be a list of routes", null);
    }
    return outline;
  }

  private void file(Node root) {
    if (AgentFile.is(outline.text.file())) {
      agent(root);
    } else if (root instanceof SequenceNode) {
      walk(root, schema.file(), "file");
    } else {
      outline.error(root, "A route file must be a list: start it with '- route:'", null);
    }
  }

  private void agent(Node root) {
    Node routes = AgentFile.routes(outline.text.file(), root);
    if (routes instanceof SequenceNode && root instanceof MappingNode map) {
      outline.root = routes;
      outline.agent = map;
      walk(routes, schema.file(), "file");
    } else {
      outline.error(root, "The file of an agent must be a map: start it with 'description:'", null);
    }
  }

  private void walk(Node node, Shape shape, String name) {
    if (node instanceof MappingNode mapping) {
      mapping(mapping, shape, name);
    } else if (node instanceof SequenceNode list) {
      list(list, shape, name);
    } else if (node instanceof ScalarNode scalar) {
      scalar(scalar, shape, name);
    }
  }

  private void list(SequenceNode list, Shape shape, String name) {
    JsonNode items = shape.items();
    if (!shape.takesList()) {
      outline.error(list, "'%s' does not take a list".formatted(name), null);
    } else if (items == null) {
      list.getValue().forEach(item -> note(item));
    } else {
      Shape each = schema.shape(items);
      for (Node item : list.getValue()) {
        if (each.isStep()) {
          steps++;
        }
        walk(item, each, name);
      }
    }
  }

  private void mapping(MappingNode mapping, Shape shape, String name) {
    if (!shape.takesMapping()) {
      outline.error(mapping, "'%s' does not take options".formatted(name), null);
      return;
    }
    boolean single = shape.isStep() || name.equals("file");
    if (single && mapping.getValue().size() > 1) {
      outline.error(
          mapping.getValue().get(1).getKeyNode(),
          "Each '-' starts one step; '%s' needs a '-' of its own, or deeper indentation"
              .formatted(YamlSyntax.text(mapping.getValue().get(1).getKeyNode())),
          null);
      return;
    }
    Set<String> present = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = YamlSyntax.text(tuple.getKeyNode());
      if (!present.add(key)) {
        outline.error(tuple.getKeyNode(), "Duplicate key '%s'".formatted(key), null);
      } else if (shape.isOpen() && shape.property(key) == null) {
        note(tuple.getValueNode());
      } else {
        entry(tuple, key, shape, name);
      }
    }
    for (String needed : shape.required()) {
      if (!present.contains(needed) && !needed.equals("expression")) {
        outline.error(mapping, "'%s' needs '%s'".formatted(name, needed), null);
      }
    }
  }

  private void entry(NodeTuple tuple, String key, Shape shape, String name) {
    JsonNode property = shape.property(key);
    if (property == null) {
      String what =
          shape.isStep()
              ? "Unknown step '%s'".formatted(key)
              : name.equals("file")
                  ? "Unknown element '%s'".formatted(key)
                  : "Unknown option '%s' of '%s'".formatted(key, name);
      outline.error(tuple.getKeyNode(), what, Nearest.to(key, shape.names()));
      return;
    }
    Node value = tuple.getValueNode();
    if (name.equals("file")) {
      outline.elements.add(tuple.getKeyNode());
    }
    if (key.equals("route") && name.equals("file")) {
      route(tuple, property);
      return;
    }
    uses(key, value, shape, name);
    if (shape.isStep()) {
      outline.steps.add(new StepUse(key, Position.of(tuple.getKeyNode())));
    }
    // 'filter: {expression: {simple: …}}' is as good as 'filter: {simple: …}'
    String shown = key.equals("steps") || key.equals("expression") ? name : key;
    walk(value, schema.shape(property), shown);
  }

  private void route(NodeTuple tuple, JsonNode property) {
    Node value = tuple.getValueNode();
    ScalarNode id = child(value, "id");
    route = id == null ? null : id.getValue();
    steps = 0;
    walk(value, schema.shape(property), "route");
    if (id == null || id.getValue().isBlank()) {
      outline.error(tuple.getKeyNode(), "A route needs an id", outline.text.idPrefix());
    }
    ScalarNode description = child(value, "description");
    if (description == null || description.getValue().isBlank()) {
      outline.error(
          tuple.getKeyNode(),
          outline.agent == null
              ? "A route needs a description: one sentence on what it does"
              : "An agent needs a description: one sentence, by which people and other agents choose it",
          null);
    }
    outline.routes.add(
        new RouteEntry(route, Position.of(id == null ? tuple.getKeyNode() : id), steps));
    route = null;
  }

  /** Notes the endpoints, beans and expressions that are named here. */
  private void uses(String key, Node value, Shape shape, String name) {
    if (key.equals("from") && name.equals("route")) {
      endpoint(value, Role.CONSUMER);
    } else if (shape.isStep() && SENDING.contains(key)) {
      endpoint(value, key.equals("toD") || key.equals("wireTap") ? Role.DYNAMIC : Role.PRODUCER);
    } else if (key.equals("deadLetterUri") && value instanceof ScalarNode uri) {
      outline.endpoints.add(new EndpointUse(route, Role.PRODUCER, uri, Map.of()));
    } else if (shape.isStep() && key.equals("bean")) {
      bean(value);
    } else if (shape.isStep() && key.equals("log")) {
      ScalarNode message = value instanceof ScalarNode scalar ? scalar : child(value, "message");
      expression("simple", message, value, key);
    } else if (shape.isExpression(key)) {
      ScalarNode text = value instanceof ScalarNode scalar ? scalar : child(value, "expression");
      if (key.equals("method")) {
        bean(value);
      } else if (text != null && key.equals("constant") && COUNTING.contains(name)) {
        outline.counts.add(new CountUse(name, text));
      } else {
        expression(key, text, value, name);
      }
    }
  }

  private void expression(String language, @Nullable ScalarNode text, Node value, String owner) {
    if (text != null) {
      boolean predicate = PREDICATES.contains(owner);
      outline.expressions.add(new ExpressionUse(language, text, Position.of(value), predicate));
    }
  }

  private void bean(Node value) {
    if (value instanceof ScalarNode ref) {
      outline.beans.add(new BeanUse(ref, null));
      return;
    }
    ScalarNode type = child(value, "beanType");
    if (type != null) {
      outline.error(type, "'beanType' makes an object of any class; name a bean with 'ref'", null);
    }
    ScalarNode ref = child(value, "ref");
    if (ref != null) {
      outline.beans.add(new BeanUse(ref, child(value, "method")));
    }
  }

  private void endpoint(Node value, Role role) {
    if (value instanceof ScalarNode uri) {
      outline.endpoints.add(new EndpointUse(route, role, uri, Map.of()));
      return;
    }
    ScalarNode uri = child(value, "uri");
    if (uri == null) {
      return;
    }
    Map<String, ScalarNode> parameters = new HashMap<>();
    if (YamlSyntax.find(value, "parameters") instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getValueNode() instanceof ScalarNode scalar) {
          parameters.put(YamlSyntax.text(tuple.getKeyNode()), scalar);
        } else {
          outline.error(
              tuple.getValueNode(),
              "%s '%s' must be a single value"
                  .formatted(
                      outline.agent == null ? "Parameter" : "Key",
                      YamlSyntax.text(tuple.getKeyNode())),
              null);
        }
      }
    }
    outline.endpoints.add(new EndpointUse(route, role, uri, parameters));
  }

  private void scalar(ScalarNode scalar, Shape shape, String name) {
    outline.scalars.add(scalar);
    String value = scalar.getValue();
    if (value.contains("{{")) {
      return;
    }
    boolean empty = scalar.getTag().equals(Tag.NULL);
    if (empty && shape.required().isEmpty() && shape.takesMapping()) {
      return;
    }
    if (!shape.takesScalar()) {
      String wanted = shape.takesList() ? "a list" : "options";
      outline.error(scalar, "'%s' needs %s, was: '%s'".formatted(name, wanted, value), null);
    } else if (!shape.choices().isEmpty()
        && shape.isOnly("string")
        && !shape.choices().contains(value)) {
      outline.error(
          scalar,
          "'%s' must be one of %s, was: '%s'"
              .formatted(name, String.join(", ", shape.choices()), value),
          Meant.choice(value, shape.choices()));
    } else if (shape.isOnly("boolean") && !value.equals("true") && !value.equals("false")) {
      outline.error(
          scalar,
          "'%s' must be true or false, was: '%s'".formatted(name, value),
          Meant.bool(value));
    } else if (shape.isOnly("number") && !value.matches("-?\\d+(\\.\\d+)?")) {
      outline.error(
          scalar, "'%s' must be a number, was: '%s'".formatted(name, value), Meant.integer(value));
    }
  }

  private void note(Node node) {
    if (node instanceof ScalarNode scalar) {
      outline.scalars.add(scalar);
    } else if (node instanceof SequenceNode list) {
      list.getValue().forEach(this::note);
    } else if (node instanceof MappingNode mapping) {
      Set<String> present = new HashSet<>();
      for (NodeTuple tuple : mapping.getValue()) {
        String key = YamlSyntax.text(tuple.getKeyNode());
        if (!present.add(key)) {
          outline.error(tuple.getKeyNode(), "Duplicate key '%s'".formatted(key), null);
        }
        note(tuple.getValueNode());
      }
    }
  }

  private static @Nullable ScalarNode child(Node node, String key) {
    return YamlSyntax.find(node, key) instanceof ScalarNode scalar ? scalar : null;
  }
}
