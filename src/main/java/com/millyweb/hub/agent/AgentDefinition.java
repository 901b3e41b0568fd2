package com.millyweb.hub.agent;

import com.millyweb.hub.agent.policy.PolicyRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is, as its file says.
 *
 * @param name of the file, without its end
 * @param description by which people, and other agents, choose it
 * @param model a name of {@code hub.models}
 * @param prompt how it shall behave
 * @param tools names and tags of tools that it may call; others do not exist for it
 * @param agents names of agents that it may ask
 * @param policy rules in their order, the first one that fits decides
 * @param ask the channel in which people are asked, where a run has no conversation
 * @param expiry how long a question to people stays open
 * @param changed what happens to runs under way when the file changes
 * @param temperature null for what the model's configuration says
 */
public record AgentDefinition(
    String name,
    String description,
    String model,
    String prompt,
    List<String> tools,
    List<String> agents,
    List<PolicyRule> policy,
    Budget budget,
    String ask,
    Duration expiry,
    Changed changed,
    @Nullable Double temperature) {

  /** What a run does whose agent's file is another one than at its begin. */
  public enum Changed {
    /** It ends as it began. */
    KEEP,
    /** It goes on with the new file. */
    ADOPT,
    /** It ends, and says why. */
    STOP
  }

  public AgentDefinition {
    tools = List.copyOf(tools);
    agents = List.copyOf(agents);
    policy = List.copyOf(policy);
  }
}
