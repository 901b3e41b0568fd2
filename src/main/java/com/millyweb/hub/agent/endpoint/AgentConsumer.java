package com.millyweb.hub.agent.endpoint;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.Agents;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** While it runs, there is the agent. */
final class AgentConsumer extends DefaultConsumer {
  private final AgentEndpoint endpoint;
  private @Nullable Agents agents;
  private @Nullable AgentDefinition agent;

  AgentConsumer(AgentEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    AgentDefinition contract = endpoint.contract();
    // a test of one route has no hub
    Agents known = CamelContextHelper.findSingleByType(endpoint.getCamelContext(), Agents.class);
    if (known != null) {
      known.add(contract);
    }
    agents = known;
    agent = contract;
  }

  @Override
  protected void doStop() throws Exception {
    if (agents != null && agent != null) {
      agents.remove(agent);
    }
    super.doStop();
  }
}
