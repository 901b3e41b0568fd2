package com.millyweb.hub.workbench.api.run;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.Agents;
import com.millyweb.hub.agent.policy.Policy;
import com.millyweb.hub.model.LanguageModels;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.Tools;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.api.Listing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The agents whose files run. */
@RestController
@Tag(name = "runs")
class AgentApi {
  /** An agent as the API gives it. */
  @Schema(name = "Agent")
  record AgentView(
      String name,
      String description,
      @Schema(description = "A name of hub.models") String model,
      @Schema(description = "Whether hub.models has it") boolean modelConfigured,
      @Schema(description = "The tools that it may call, of those that run now") List<String> tools,
      @Schema(description = "Agents that it may ask") List<String> agents,
      RunView.BudgetView budget) {}

  private final Agents agents;
  private final Tools tools;
  private final LanguageModels models;

  AgentApi(Agents agents, Tools tools, LanguageModels models) {
    this.agents = agents;
    this.tools = tools;
    this.models = models;
  }

  @GetMapping("/api/agents")
  @Operation(operationId = "listAgents", summary = "The agents, and what each may call")
  @RequiresScope(Scope.viewer)
  Listing<AgentView> list() {
    List<Tool> running = tools.list();
    return Listing.all(agents.list().stream().map(agent -> view(agent, running)).toList());
  }

  private AgentView view(AgentDefinition agent, List<Tool> running) {
    return new AgentView(
        agent.name(),
        agent.description(),
        agent.model(),
        models.configured(agent.model()),
        running.stream()
            .filter(tool -> Policy.offers(agent.tools(), tool))
            .map(Tool::name)
            .toList(),
        agent.agents(),
        RunView.BudgetView.of(agent.budget()));
  }
}
