package com.millyweb.hub.route.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Camel's JSON schema of its YAML DSL, as shapes.
 *
 * <p>The schema writes shorthand and expressions as nested oneOf, anyOf and not; a general
 * validator then reports every branch that did not match. A shape is the union of the branches, so
 * that there is one message for one mistake, at the key that it is about.
 */
final class RouteSchema {
  private static final String LANGUAGE = "#/items/definitions/org.apache.camel.model.language.";
  private static final String STEP =
      "#/items/definitions/org.apache.camel.model.ProcessorDefinition";

  private final JsonNode root;
  private final Map<JsonNode, Shape> shapes = Collections.synchronizedMap(new IdentityHashMap<>());

  private RouteSchema(JsonNode root) {
    this.root = root;
  }

  static RouteSchema load() {
    return new RouteSchema(document());
  }

  static ObjectNode document() {
    try (InputStream in =
        RouteSchema.class.getClassLoader().getResourceAsStream("schema/camelYamlDsl.json")) {
      if (in == null) {
        throw new IllegalStateException("schema/camelYamlDsl.json is not on the class path");
      }
      return (ObjectNode) new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException("schema/camelYamlDsl.json cannot be read", e);
    }
  }

  /** The shape of a file: a list of elements. */
  Shape file() {
    return shape(root);
  }

  Shape shape(JsonNode schema) {
    Shape known = shapes.get(schema);
    if (known == null) {
      var building = new Shape(schema.path("$ref").asText().equals(STEP));
      merge(schema, building, new LinkedHashSet<>());
      shapes.put(schema, building);
      known = building;
    }
    return known;
  }

  private void merge(JsonNode schema, Shape shape, Set<String> seen) {
    String ref = schema.path("$ref").asText();
    if (!ref.isEmpty()) {
      if (seen.add(ref)) {
        merge(root.at(ref.substring(1)), shape, seen);
      }
      return;
    }
    String type = schema.path("type").asText();
    if (!type.isEmpty()) {
      shape.types.add(type);
    }
    schema.path("enum").forEach(value -> shape.choices.add(value.asText()));
    schema.path("required").forEach(name -> require(name.asText(), schema, shape));
    if (schema.has("items")) {
      shape.items = schema.get("items");
    }
    if (type.equals("object")
        && !schema.has("properties")
        && !schema.has("oneOf")
        && !schema.has("anyOf")) {
      shape.open = true;
    }
    schema.path("properties").properties().forEach(field -> property(field, shape));
    schema.path("oneOf").forEach(branch -> merge(branch, shape, seen));
    schema.path("anyOf").forEach(branch -> merge(branch, shape, seen));
  }

  /** What only one branch requires, as an expression in one of twenty languages, is optional. */
  private static void require(String name, JsonNode schema, Shape shape) {
    boolean branch = schema.has("properties") && schema.path("properties").size() == 1;
    if (!branch) {
      shape.required.add(name);
    }
  }

  private static void property(Map.Entry<String, JsonNode> field, Shape shape) {
    JsonNode known = shape.properties.get(field.getKey());
    if (known == null || known.isEmpty()) {
      shape.properties.put(field.getKey(), field.getValue());
    }
  }

  /** What may stand at one place. */
  static final class Shape {
    private final Set<String> types = new LinkedHashSet<>();
    private final Set<String> choices = new LinkedHashSet<>();
    private final Set<String> required = new LinkedHashSet<>();
    private final Map<String, JsonNode> properties = new LinkedHashMap<>();
    private final boolean step;
    private @Nullable JsonNode items;
    private boolean open;

    private Shape(boolean step) {
      this.step = step;
    }

    boolean isStep() {
      return step;
    }

    boolean isOpen() {
      return open || (types.isEmpty() && properties.isEmpty());
    }

    boolean takesMapping() {
      return isOpen() || !properties.isEmpty() || types.contains("object");
    }

    boolean takesList() {
      return isOpen() || types.contains("array");
    }

    boolean takesScalar() {
      return isOpen()
          || types.stream().anyMatch(type -> !type.equals("object") && !type.equals("array"));
    }

    /** Whether only this type of scalar is taken. */
    boolean isOnly(String type) {
      return types.size() == 1 && types.contains(type);
    }

    Set<String> choices() {
      return choices;
    }

    Set<String> required() {
      return required;
    }

    Set<String> names() {
      return properties.keySet();
    }

    @Nullable JsonNode property(String name) {
      return properties.get(name);
    }

    @Nullable JsonNode items() {
      return items;
    }

    boolean isExpression(String name) {
      JsonNode property = properties.get(name);
      return property != null
          && property.path("$ref").asText().startsWith(LANGUAGE)
          && !name.equals("expression");
    }
  }
}
