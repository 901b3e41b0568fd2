package com.millyweb.hub.tool;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The contract of a tool, as its route's {@code from} says it.
 *
 * @param title what people see; the name where the contract has none
 * @param description what it does, for models and people
 * @param tags who may see it is said by these
 * @param route the id of its route
 * @param timeout after which a call of it ends
 */
public record Tool(
    String name,
    String title,
    String description,
    List<String> tags,
    List<ToolParameter> parameters,
    Hints hints,
    String route,
    Duration timeout) {

  public Tool {
    tags = List.copyOf(tags);
    parameters = List.copyOf(parameters);
  }

  /**
   * What a call may do, as MCP's tool annotations say it. What a contract leaves out is what is
   * worse.
   *
   * @param readOnly it changes nothing
   * @param destructive it may destroy something
   * @param idempotent a second call with the same arguments changes nothing more
   * @param openWorld it reaches beyond the hub's own systems
   */
  public record Hints(
      boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {}

  /** The parameters as a JSON Schema, which takes nothing else. */
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    parameters.forEach(parameter -> properties.put(parameter.name(), parameter.schema()));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put(
        "required",
        parameters.stream().filter(ToolParameter::required).map(ToolParameter::name).toList());
    schema.put("additionalProperties", false);
    return schema;
  }

  /**
   * The arguments of a call in the types of the contract, in its order. One that is null counts as
   * missing.
   *
   * @throws WrongArguments when they do not fit
   */
  Map<String, Object> read(Map<?, ?> arguments) {
    Map<String, Object> read = new LinkedHashMap<>();
    var unknown = new TreeSet<String>();
    arguments.keySet().forEach(key -> unknown.add(String.valueOf(key)));
    for (ToolParameter parameter : parameters) {
      unknown.remove(parameter.name());
      Object value = arguments.get(parameter.name());
      if (value != null) {
        read.put(parameter.name(), parameter.read(name, value));
      } else if (parameter.required()) {
        throw new WrongArguments("Tool '%s' needs '%s'".formatted(name, parameter.name()));
      }
    }
    if (!unknown.isEmpty()) {
      List<String> known = parameters.stream().map(ToolParameter::name).toList();
      throw new WrongArguments(
          "Tool '%s' has no parameter %s; it takes %s"
              .formatted(
                  name,
                  WrongArguments.shown(unknown.first()),
                  known.isEmpty() ? "none" : String.join(", ", known)));
    }
    return read;
  }
}
