package com.millyweb.hub.agent.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.Agents;
import com.millyweb.hub.agent.journal.Contents;
import com.millyweb.hub.agent.policy.Policy;
import com.millyweb.hub.model.OfferedTool;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.Tools;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

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

  /**
   * The newest offer of an agent, for as long as nothing of it changed. The journal hears of it
   * once a day, so that it keeps it.
   */
  private record Kept(
      AgentDefinition agent,
      List<Tool> tools,
      List<AgentDefinition> others,
      LocalDate day,
      Offer offer) {
    boolean isOf(
        AgentDefinition agent, List<Tool> tools, List<AgentDefinition> others, LocalDate day) {
      return day.equals(this.day)
          && agent.equals(this.agent)
          && same(tools, this.tools)
          && same(others, this.others);
    }

    private static boolean same(List<?> some, List<?> others) {
      if (some.size() != others.size()) {
        return false;
      }
      for (int i = 0; i < some.size(); i++) {
        if (some.get(i) != others.get(i)) {
          return false;
        }
      }
      return true;
    }
  }

  /** In the order of their names, so that the same tools are the same question. */
  Offer offer(AgentDefinition agent) {
    List<Tool> running = tools.list();
    List<AgentDefinition> others =
        agent.agents().stream().flatMap(name -> agents.find(name).stream()).toList();
    var day = LocalDate.now(ZoneOffset.UTC);
    Kept known = kept.get(agent.name());
    if (known == null || !known.isOf(agent, running, others, day)) {
      known = new Kept(agent, running, others, day, offer(agent, running, others));
      kept.put(agent.name(), known);
    }
    return known.offer();
  }

  private Offer offer(AgentDefinition agent, List<Tool> running, List<AgentDefinition> others) {
    List<OfferedTool> all = new ArrayList<>();
    for (Tool tool : running) {
      if (Policy.offers(agent.tools(), tool)) {
        all.add(offered.computeIfAbsent(tool, this::offered));
      }
    }
    others.forEach(other -> all.add(asking(other)));
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
