package com.millyweb.hub.tool;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.schema.ClosedSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what the values of a parameter are from the options of its contract. */
final class ParameterSchema {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};
  private static final String TYPE = "type";
  private static final String REF = "$ref";

  private ParameterSchema() {}

  /**
   * @param parts what follows the parameter's name in its options; its type has the empty name
   * @throws IllegalArgumentException when they are wrong; its message names the option and the rule
   */
  static Map<String, Object> read(String tool, String name, Map<String, String> parts) {
    Map<String, Object> schema = shape(tool, name, parts);
    String description = parts.getOrDefault("description", "").strip();
    if (!description.isEmpty()) {
      schema.put("description", description);
    }
    List<String> choices = ToolContract.list(parts.get("enum"));
    if (!choices.isEmpty()) {
      ParameterType type = ParameterType.of(String.valueOf(schema.get(TYPE)));
      List<Object> values = new ArrayList<>();
      for (String choice : choices) {
        Object value = type == null ? null : type.read(choice);
        if (value == null) {
          throw new IllegalArgumentException(
              "Tool '%s': parameter.%s.enum must have values of type %s, has: '%s'"
                  .formatted(tool, name, schema.get(TYPE), choice));
        }
        values.add(value);
      }
      schema.put("enum", values);
    }
    return schema;
  }

  private static Map<String, Object> shape(String tool, String name, Map<String, String> parts) {
    String type = parts.get("");
    String given = parts.get("schema");
    String items = parts.get("items");
    if (type != null && ParameterType.of(type) == null || type == null && given == null) {
      throw new IllegalArgumentException(
          "Tool '%s': parameter.%s must be string, integer, number, boolean, array or object, was: '%s'"
              .formatted(tool, name, type == null ? "" : type));
    }
    if (given != null && items != null) {
      throw new IllegalArgumentException(
          "Tool '%s': parameter.%s has .schema, so it needs no .items".formatted(tool, name));
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    if (type != null) {
      schema.put(TYPE, type);
    }
    if (items != null) {
      if (!"array".equals(type) || ParameterType.of(items) == null) {
        throw new IllegalArgumentException(
            "Tool '%s': parameter.%s.items must be the type of what an array holds (string, integer, number, boolean, array or object), was: '%s' of type %s"
                .formatted(tool, name, items, type));
      }
      schema.put("items", Map.of(TYPE, items));
    }
    if (given != null) {
      schema.putAll(schema(tool, name, type, given));
    }
    return schema;
  }

  private static Map<String, Object> schema(
      String tool, String name, @Nullable String type, String text) {
    JsonNode json = ClosedSchema.read("parameter.%s.schema".formatted(name), text).json();
    if (!(json instanceof ObjectNode schema)) {
      throw new IllegalArgumentException(
          "Tool '%s': parameter.%s.schema must be a JSON object".formatted(tool, name));
    }
    if (type != null && schema.has(TYPE) && !schema.path(TYPE).asText().equals(type)) {
      throw new IllegalArgumentException(
          "Tool '%s': parameter.%s is %s, but its schema has the type %s"
              .formatted(tool, name, type, schema.get(TYPE)));
    }
    ObjectNode inside = schema.deepCopy();
    inside.remove("$schema");
    moveReferences(inside, "#/properties/" + name);
    return JSON.convertValue(inside, MAP);
  }

  /** The schema becomes a part of the tool's, and so do the parts that it refers to. */
  private static void moveReferences(JsonNode node, String root) {
    if (node instanceof ObjectNode object) {
      String reference = object.path(REF).asText();
      if (reference.equals("#") || reference.startsWith("#/")) {
        object.put(REF, root + reference.substring(1));
      }
    }
    node.forEach(child -> moveReferences(child, root));
  }
}
