package com.millyweb.hub.agent;

import com.millyweb.hub.config.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.stereotype.Component;

/** The agents whose files run in this hub, by name. */
@Component
public final class Agents {
  private final Map<String, AgentDefinition> running = new ConcurrentSkipListMap<>();

  /** By name. */
  public List<AgentDefinition> list() {
    return List.copyOf(running.values());
  }

  public Optional<AgentDefinition> find(String name) {
    return Optional.ofNullable(running.get(name));
  }

  /**
   * @throws IllegalArgumentException when none of that name runs
   */
  public AgentDefinition get(String name) {
    return find(name)
        .orElseThrow(
            () -> {
              String meant = Nearest.to(name, running.keySet());
              return new IllegalArgumentException(
                  "There is no agent '%s'%s"
                      .formatted(
                          name, meant == null ? "" : "; did you mean '%s'?".formatted(meant)));
            });
  }

  /** A file began to run. */
  public void add(AgentDefinition agent) {
    running.put(agent.name(), agent);
  }

  /** It ended; a newer one of its name, which began before, stays. */
  public void remove(AgentDefinition agent) {
    running.remove(agent.name(), agent);
  }
}
