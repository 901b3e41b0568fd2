package com.millyweb.hub.agent.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.Agents;
import com.millyweb.hub.agent.journal.Contents;
import com.millyweb.hub.agent.policy.Policy;
import com.millyweb.hub.model.OfferedTool;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.Tools;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.springframework.stereotype.Component;

/** Which tools a model is offered: those of its agent, and other agents that it may ask. */
@Component
final class Toolbox {
  /** What the names of tools begin with that are agents. */
  static final String ASK = "ask-";

  private static final String TASK = "task";

  private final Tools tools;
  private final Agents agents;
  private final Contents contents;
  private final ObjectMapper json;
  private final Map<Tool, OfferedTool> offered = Collections.synchronizedMap(new WeakHashMap<>());

  Toolbox(Tools tools, Agents agents, Contents contents, ObjectMapper json) {
    this.tools = tools;
    this.agents = agents;
    this.contents = contents;
    this.json = json;
  }

  /**
   * What one question offers.
   *
   * @param hash of all of it in the journal
   * @param size in characters
   */
  record Offer(List<OfferedTool> tools, String hash, int size) {
    boolean has(String name) {
      return tools.stream().anyMatch(tool -> tool.name().equals(name));
    }
  }

  /** In the order of their names, so that the same tools are the same question. */
  Offer offer(AgentDefinition agent) {
    List<OfferedTool> all = new ArrayList<>();
    for (Tool tool : tools.list()) {
      if (Policy.offers(agent.tools(), tool)) {
        all.add(offered.computeIfAbsent(tool, this::offered));
      }
    }
    for (String name : agent.agents()) {
      agents.find(name).ifPresent(other -> all.add(asking(other)));
    }
    String text = json.valueToTree(all).toString();
    return new Offer(List.copyOf(all), contents.keep(text), text.length());
  }

  private OfferedTool offered(Tool tool) {
    return new OfferedTool(tool.name(), tool.description(), json.valueToTree(tool.schema()));
  }

  private OfferedTool asking(AgentDefinition other) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put(
        "properties",
        Map.of(
            TASK,
            Map.of(
                "type",
                "string",
                "description",
                "All that it needs to know, it sees nothing else")));
    schema.put("required", List.of(TASK));
    schema.put("additionalProperties", false);
    return new OfferedTool(
        ASK + other.name(),
        "Asks another agent and waits for its answer. " + other.description(),
        json.valueToTree(schema));
  }
}
