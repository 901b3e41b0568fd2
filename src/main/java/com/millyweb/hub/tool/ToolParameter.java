package com.millyweb.hub.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a tool.
 *
 * @param type a type of JSON Schema: string, integer, number, boolean, array or object
 * @param description empty where the contract has none
 * @param choices the values that it may have; empty for all
 */
public record ToolParameter(
    String name, String type, String description, boolean required, List<String> choices) {

  public ToolParameter {
    choices = List.copyOf(choices);
  }

  /** As a property of a JSON Schema. */
  Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    if (!description.isEmpty()) {
      schema.put("description", description);
    }
    if (!choices.isEmpty()) {
      schema.put("enum", choices);
    }
    return schema;
  }

  /**
   * @return the value in the parameter's type
   * @throws WrongArguments when it is none of that type, or none of the choices
   */
  Object read(String tool, Object value) {
    ParameterType known = ParameterType.of(type);
    @Nullable Object read = known == null ? null : known.read(value);
    if (read == null) {
      throw new WrongArguments(
          "Tool '%s': '%s' must be of type %s, was: %s"
              .formatted(tool, name, type, WrongArguments.shown(value)));
    }
    if (!choices.isEmpty() && !choices.contains(read.toString())) {
      throw new WrongArguments(
          "Tool '%s': '%s' must be one of %s, was: %s"
              .formatted(tool, name, String.join(", ", choices), WrongArguments.shown(value)));
    }
    return read;
  }
}
