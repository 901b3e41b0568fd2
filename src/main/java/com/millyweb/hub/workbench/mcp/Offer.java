package com.millyweb.hub.workbench.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.Agents;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.Tools;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What a client may call: tools for their scope, and agents for operators. */
@Component
final class Offer {
  /** What the names of tools begin with that are agents. */
  private static final String ASK = "ask-";

  private final Tools tools;
  private final Agents agents;
  private final ObjectMapper json;

  Offer(Tools tools, Agents agents, ObjectMapper json) {
    this.tools = tools;
    this.agents = agents;
    this.json = json;
  }

  static boolean isOperator(Caller caller) {
    return caller.scope().includes(Scope.operator);
  }

  /** Viewers call what changes nothing, and shows no contents. */
  static boolean mayCall(Caller caller, Tool tool) {
    return isOperator(caller) || tool.hints().readOnly() && !tool.content();
  }

  /** By name, as clients see them. */
  ArrayNode list(Caller caller) {
    Map<String, ObjectNode> all = new TreeMap<>();
    if (isOperator(caller)) {
      agents.list().forEach(agent -> all.put(ASK + agent.name(), shown(agent)));
    }
    for (Tool tool : tools.list()) {
      if (mayCall(caller, tool)) {
        all.put(tool.name(), shown(tool));
      }
    }
    return RpcMessage.object().putArray("tools").addAll(all.values());
  }

  /** The agent of that name; a tool of the same name goes before it. */
  Optional<AgentDefinition> agent(String name) {
    return name.startsWith(ASK) && tools.find(name).isEmpty()
        ? agents.find(name.substring(ASK.length()))
        : Optional.empty();
  }

  private ObjectNode shown(Tool tool) {
    ObjectNode shown =
        RpcMessage.object()
            .put("name", tool.name())
            .put("title", tool.title())
            .put("description", tool.description());
    shown.set("inputSchema", json.valueToTree(tool.schema()));
    Tool.Hints hints = tool.hints();
    shown
        .putObject("annotations")
        .put("title", tool.title())
        .put("readOnlyHint", hints.readOnly())
        .put("destructiveHint", hints.destructive())
        .put("idempotentHint", hints.idempotent())
        .put("openWorldHint", hints.openWorld());
    return shown;
  }

  private static ObjectNode shown(AgentDefinition agent) {
    String name = ASK + agent.name();
    ObjectNode shown =
        RpcMessage.object()
            .put("name", name)
            .put("title", "Ask " + agent.name())
            .put(
                "description",
                "Asks an agent of the hub and waits for its answer. " + agent.description());
    ObjectNode schema = shown.putObject("inputSchema").put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties
        .putObject("task")
        .put("type", "string")
        .put("description", "All that it needs to know, it sees nothing else");
    properties
        .putObject("run")
        .put("type", "string")
        .put(
            "description",
            "Without a task: the id of a run that was still under way, to wait for its answer");
    schema.put("additionalProperties", false);
    shown
        .putObject("annotations")
        .put("readOnlyHint", false)
        // what it does is judged and asked about in the hub
        .put("destructiveHint", false)
        .put("idempotentHint", false)
        .put("openWorldHint", true);
    return shown;
  }
}
