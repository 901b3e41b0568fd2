package com.millyweb.hub.agent.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.journal.Contents;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What agents are and were, by the hash under which the journal keeps it. */
@Component
final class Definitions {
  private static final int MOST = 200;

  private final Contents contents;
  private final ObjectMapper json;
  private final Map<String, AgentDefinition> read = new ConcurrentHashMap<>();
  private final Map<AgentDefinition, String> hashes = new ConcurrentHashMap<>();

  Definitions(Contents contents, ObjectMapper json) {
    this.contents = contents;
    this.json = json;
  }

  String keep(AgentDefinition agent) {
    String known = hashes.get(agent);
    if (known != null) {
      return known;
    }
    try {
      String hash = contents.keep(json.writeValueAsString(agent));
      bound();
      hashes.put(agent, hash);
      read.put(hash, agent);
      return hash;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot be written", e);
    }
  }

  AgentDefinition get(String hash) {
    AgentDefinition known = read.get(hash);
    if (known != null) {
      return known;
    }
    try {
      AgentDefinition agent = json.readValue(contents.get(hash), AgentDefinition.class);
      bound();
      read.put(hash, agent);
      return agent;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The journal has an agent that cannot be read", e);
    }
  }

  private void bound() {
    if (read.size() > MOST) {
      read.clear();
      hashes.clear();
    }
  }
}
