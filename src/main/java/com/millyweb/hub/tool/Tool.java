package com.millyweb.hub.tool;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contract of a tool, as its route's {@code from} says it.
 *
 * @param title what people see; the name where the contract has none
 * @param description what it does, for models and people
 * @param tags who may see it is said by these
 * @param untrusted its answer has words that strangers may have written
 * @param content its answer shows contents, which viewers do not see
 * @param asking how people are asked before an agent may call it
 * @param route the id of its route, or what it is instead: {@code mcp:<server>}
 * @param timeout after which a call of it ends
 */
public record Tool(
    String name,
    String title,
    String description,
    List<String> tags,
    List<ToolParameter> parameters,
    Hints hints,
    boolean untrusted,
    boolean content,
    Asking asking,
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

  /** What a call may leave behind, and so whether one whose outcome is unknown may be repeated. */
  public enum Effect {
    /** It changes nothing ({@code readOnlyHint}). */
    READ,
    /** It changes something once, however often it is called with the same arguments. */
    REPEATABLE,
    /** Every call may change something more; only a person can say whether to call again. */
    ONCE
  }

  public Effect effect() {
    if (hints.readOnly()) {
      return Effect.READ;
    }
    return hints.idempotent() ? Effect.REPEATABLE : Effect.ONCE;
  }

  /**
   * How people are asked.
   *
   * @param always a person decides about each call, whatever rules an agent's file has
   * @param preview a read-only tool with the same parameters, whose answer they see; null for none
   */
  public record Asking(boolean always, @Nullable String preview) {
    public static final Asking BY_RULES = new Asking(false, null);
  }

  /**
   * The parameters as a JSON Schema (draft 2020-12), which takes nothing else. The same contract
   * always has the same one, in the order of its options.
   */
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
}
