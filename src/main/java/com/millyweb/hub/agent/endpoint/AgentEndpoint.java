package com.millyweb.hub.agent.endpoint;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.camel.FilesBeside;
import com.millyweb.hub.config.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * An agent: a file {@code <name>.agent.yaml} says what it is, and {@code to: agent:<name>} begins a
 * run of it, with the body as its task.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = AgentEndpoint.SCHEME,
    title = "Agent",
    syntax = "agent:name",
    category = {Category.AI})
public class AgentEndpoint extends DefaultEndpoint {
  static final String SCHEME = "agent";

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

  @UriPath(description = "The agent's name: that of its file.")
  @Metadata(required = true)
  private String name = "";

  @UriParam(
      label = "consumer",
      description = "What it is for; by this people and other agents choose it.")
  private @Nullable String description;

  @UriParam(
      label = "consumer",
      defaultValue = "chat",
      description = "The model that it thinks with, a name of hub.models.")
  private String model = "chat";

  @UriParam(
      label = "consumer",
      description =
          "How it shall behave: text, or the name of a file beside it, such as assistant.prompt.md.")
  private @Nullable String prompt;

  @UriParam(
      label = "consumer",
      description = "Names and tags of the tools that it may call, with commas.")
  private @Nullable String tools;

  @UriParam(label = "consumer", description = "Names of agents that it may ask, with commas.")
  private @Nullable String agents;

  @UriParam(
      label = "consumer",
      description =
          "Rules in their order, as a JSON list: {\"allow\"|\"ask\"|\"deny\": tools, \"when\": {argument: pattern}, \"tainted\": true|false}.")
  private @Nullable String policy;

  @UriParam(
      label = "consumer",
      defaultValue = "ops",
      description = "The channel in which people are asked, where a run has no conversation.")
  private String ask = "ops";

  @UriParam(
      label = "consumer",
      defaultValue = "24h",
      description = "How long a question to people stays open, 1m to 30d.")
  private String expiry = "24h";

  @UriParam(
      label = "consumer",
      defaultValue = "keep",
      enums = "keep,adopt,stop",
      description =
          "What a run does when the agent's file changes under it: ends as it began, goes on with the new file, or stops.")
  private String changed = "keep";

  @UriParam(label = "consumer", description = "0 to 2, 0 for the likeliest words.")
  private @Nullable Double temperature;

  @UriParam(
      label = "common",
      description =
          "budget.steps, budget.tokens, budget.time, budget.depth and budget.cost: what a run may use before a person is asked whether it goes on.",
      prefix = "budget.",
      multiValue = true)
  private Map<String, Object> budget = new LinkedHashMap<>();

  @UriParam(
      label = "producer",
      description =
          "How long to wait for the answer, which is the body then, 1s to 30m. Without it the run goes on by itself, and the body is its id.")
  private @Nullable String wait;

  @UriParam(
      label = "producer",
      description =
          "Runs of one conversation know what was said before. Text with simple expressions.")
  private @Nullable String conversation;

  @UriParam(
      label = "producer",
      description = "What it is asked: text with simple expressions. Without it, the body.")
  private @Nullable String task;

  @UriParam(
      label = "producer",
      description = "A second run with the same key does not begin. Text with simple expressions.")
  private @Nullable String key;

  public AgentEndpoint(String uri, AgentComponent component) {
    super(uri, component);
  }

  private @Nullable String instruction;

  /** Finds what is wrong with the options, and the files that they name. */
  void read(@Nullable FilesBeside beside) {
    instruction = AgentContract.prompt(this, beside);
    if (description != null) {
      contract();
    }
    patience();
    AgentContract.budget(this);
  }

  AgentDefinition contract() {
    return AgentContract.read(this, instruction);
  }

  /** Null when nobody waits. */
  @Nullable Duration patience() {
    if (wait == null) {
      return null;
    }
    Duration patience;
    try {
      patience = Durations.parse(wait);
    } catch (IllegalArgumentException e) {
      patience = Duration.ZERO;
    }
    if (patience.compareTo(Duration.ofSeconds(1)) < 0 || patience.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException(
          "agent:%s: wait must be 1s to 30m, was: '%s'".formatted(name, wait));
    }
    return patience;
  }

  @Override
  public Producer createProducer() {
    return new AgentProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    contract();
    var consumer = new AgentConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public @Nullable String getDescription() {
    return description;
  }

  public void setDescription(@Nullable String description) {
    this.description = description;
  }

  public String getModel() {
    return model;
  }

  public void setModel(String model) {
    this.model = model;
  }

  public @Nullable String getPrompt() {
    return prompt;
  }

  public void setPrompt(@Nullable String prompt) {
    this.prompt = prompt;
  }

  public @Nullable String getTools() {
    return tools;
  }

  public void setTools(@Nullable String tools) {
    this.tools = tools;
  }

  public @Nullable String getAgents() {
    return agents;
  }

  public void setAgents(@Nullable String agents) {
    this.agents = agents;
  }

  public @Nullable String getPolicy() {
    return policy;
  }

  public void setPolicy(@Nullable String policy) {
    this.policy = policy;
  }

  public String getAsk() {
    return ask;
  }

  public void setAsk(String ask) {
    this.ask = ask;
  }

  public String getExpiry() {
    return expiry;
  }

  public void setExpiry(String expiry) {
    this.expiry = expiry;
  }

  public String getChanged() {
    return changed;
  }

  public void setChanged(String changed) {
    this.changed = changed;
  }

  public @Nullable Double getTemperature() {
    return temperature;
  }

  public void setTemperature(@Nullable Double temperature) {
    this.temperature = temperature;
  }

  public Map<String, Object> getBudget() {
    return budget;
  }

  public void setBudget(Map<String, Object> budget) {
    this.budget = budget;
  }

  public @Nullable String getWait() {
    return wait;
  }

  public void setWait(@Nullable String wait) {
    this.wait = wait;
  }

  public @Nullable String getConversation() {
    return conversation;
  }

  public void setConversation(@Nullable String conversation) {
    this.conversation = conversation;
  }

  public @Nullable String getTask() {
    return task;
  }

  public void setTask(@Nullable String task) {
    this.task = task;
  }

  public @Nullable String getKey() {
    return key;
  }

  public void setKey(@Nullable String key) {
    this.key = key;
  }
}
