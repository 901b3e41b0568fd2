package com.millyweb.hub.agent.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.Budget;
import com.millyweb.hub.agent.policy.PolicyRule;
import com.millyweb.hub.agent.policy.Verdict;
import com.millyweb.hub.camel.FilesBeside;
import com.millyweb.hub.config.Durations;
import com.millyweb.hub.config.Nearest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what an agent is from the options of its endpoint. */
final class AgentContract {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]{0,59}");
  private static final Pattern FILE = Pattern.compile("[\\w-]+(\\.[\\w-]+)*\\.prompt\\.md");
  private static final int LONGEST_PROMPT = 64 * 1024;
  private static final int LONGEST_DESCRIPTION = 1024;
  private static final Duration SHORTEST_EXPIRY = Duration.ofMinutes(1);
  private static final Duration LONGEST_EXPIRY = Duration.ofDays(30);
  private static final List<String> OF_BUDGET = List.of("steps", "tokens", "time", "depth", "cost");
  private static final List<String> OF_RULE = List.of("allow", "ask", "deny", "when", "tainted");
  private static final ObjectMapper JSON = new ObjectMapper();

  private AgentContract() {}

  /**
   * @param prompt what its file says
   * @throws IllegalArgumentException when it is none; its message names the option and the rule
   */
  static AgentDefinition read(AgentEndpoint endpoint, @Nullable String prompt) {
    String name = endpoint.getName();
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The name of an agent must be a letter and up to 59 letters, digits, '_' and '-', was: '%s'"
              .formatted(name));
    }
    String description = endpoint.getDescription();
    if (description == null || description.isBlank()) {
      throw new IllegalArgumentException(
          "Agent '%s' needs a description, by which people and other agents choose it"
              .formatted(name));
    }
    if (description.length() > LONGEST_DESCRIPTION) {
      throw new IllegalArgumentException(
          "Agent '%s': the description must have at most %d characters, has %d"
              .formatted(name, LONGEST_DESCRIPTION, description.length()));
    }
    if (prompt == null || prompt.isBlank()) {
      throw new IllegalArgumentException(
          "Agent '%s' needs a prompt, which says how it shall behave".formatted(name));
    }
    if (prompt.length() > LONGEST_PROMPT) {
      throw new IllegalArgumentException(
          "Agent '%s': the prompt must have at most %d characters, has %d"
              .formatted(name, LONGEST_PROMPT, prompt.length()));
    }
    Double temperature = endpoint.getTemperature();
    if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
      throw new IllegalArgumentException(
          "Agent '%s': temperature must be 0 to 2, was: %s".formatted(name, temperature));
    }
    return new AgentDefinition(
        name,
        description.strip(),
        endpoint.getModel(),
        prompt.strip(),
        list(endpoint.getTools()),
        list(endpoint.getAgents()),
        policy(name, endpoint.getPolicy()),
        budget(endpoint),
        endpoint.getAsk(),
        expiry(name, endpoint.getExpiry()),
        changed(name, endpoint.getChanged()),
        temperature);
  }

  /** What the option says, or the file that it names; null where there is none. */
  static @Nullable String prompt(AgentEndpoint endpoint, @Nullable FilesBeside beside) {
    String prompt = endpoint.getPrompt();
    if (prompt == null || !FILE.matcher(prompt.strip()).matches()) {
      return prompt;
    }
    FilesBeside.Found file = beside == null ? null : beside.find(prompt.strip());
    if (file == null) {
      throw new IllegalArgumentException(
          "Agent '%s': there is no file '%s' beside it"
              .formatted(endpoint.getName(), prompt.strip()));
    }
    return file.content();
  }

  static Budget budget(AgentEndpoint endpoint) {
    Budget usual = Budget.USUAL;
    Map<String, String> given = new HashMap<>();
    endpoint.getBudget().forEach((name, value) -> given.put(name, String.valueOf(value).strip()));
    for (String name : given.keySet()) {
      if (!OF_BUDGET.contains(name)) {
        String meant = Nearest.to(name, OF_BUDGET);
        throw new IllegalArgumentException(
            "Agent '%s': budget.%s is not known, a budget has %s%s"
                .formatted(
                    endpoint.getName(),
                    name,
                    String.join(", ", OF_BUDGET),
                    meant == null ? "" : "; did you mean '%s'?".formatted(meant)));
      }
    }
    String agent = endpoint.getName();
    return new Budget(
        (int) number(agent, given, "steps", usual.steps(), 1, 1000),
        number(agent, given, "tokens", usual.tokens(), 1000, 1_000_000_000L),
        given.containsKey("time") ? time(agent, given.get("time")) : usual.time(),
        (int) number(agent, given, "depth", usual.depth(), 0, 5),
        given.containsKey("cost") ? cost(agent, given.get("cost")) : usual.cost());
  }

  private static long number(
      String agent, Map<String, String> given, String name, long usual, long least, long most) {
    String text = given.get(name);
    if (text == null) {
      return usual;
    }
    if (text.matches("\\d{1,10}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "Agent '%s': budget.%s must be a whole number of %d to %d, was: '%s'"
            .formatted(agent, name, least, most, text));
  }

  private static Duration time(String agent, @Nullable String text) {
    try {
      Duration time = Durations.parse(String.valueOf(text));
      if (time.compareTo(Duration.ofSeconds(1)) >= 0 && time.compareTo(LONGEST_EXPIRY) <= 0) {
        return time;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "Agent '%s': budget.time must be 1s to 30d, was: '%s'".formatted(agent, text));
  }

  private static BigDecimal cost(String agent, @Nullable String text) {
    if (text != null && text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      return new BigDecimal(text);
    }
    throw new IllegalArgumentException(
        "Agent '%s': budget.cost must be a number of 0 to 999999999, such as 2.50, was: '%s'"
            .formatted(agent, text));
  }

  private static Duration expiry(String agent, String text) {
    Duration expiry;
    try {
      expiry = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      expiry = Duration.ZERO;
    }
    if (expiry.compareTo(SHORTEST_EXPIRY) < 0 || expiry.compareTo(LONGEST_EXPIRY) > 0) {
      throw new IllegalArgumentException(
          "Agent '%s': expiry must be 1m to 30d, was: '%s'".formatted(agent, text));
    }
    return expiry;
  }

  private static AgentDefinition.Changed changed(String agent, String text) {
    for (AgentDefinition.Changed each : AgentDefinition.Changed.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "Agent '%s': changed must be keep, adopt or stop, was: '%s'".formatted(agent, text));
  }

  private static List<PolicyRule> policy(String agent, @Nullable String text) {
    List<PolicyRule> rules = new ArrayList<>();
    if (text == null || text.isBlank()) {
      return rules;
    }
    JsonNode list;
    try {
      list = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Agent '%s': policy must be a list of rules".formatted(agent), e);
    }
    if (!list.isArray()) {
      throw new IllegalArgumentException(
          "Agent '%s': policy must be a list of rules".formatted(agent));
    }
    for (JsonNode each : list) {
      rules.add(rule(agent, rules.size() + 1, each));
    }
    return rules;
  }

  private static PolicyRule rule(String agent, int number, JsonNode json) {
    String where = "Agent '%s': rule %d of the policy".formatted(agent, number);
    List<Verdict> verdicts = new ArrayList<>();
    json.fieldNames()
        .forEachRemaining(
            key -> {
              if (!OF_RULE.contains(key)) {
                String meant = Nearest.to(key, OF_RULE);
                throw new IllegalArgumentException(
                    "%s has no '%s', it has %s%s"
                        .formatted(
                            where,
                            key,
                            String.join(", ", OF_RULE),
                            meant == null ? "" : "; did you mean '%s'?".formatted(meant)));
              }
              if (OF_RULE.indexOf(key) < 3) {
                verdicts.add(Verdict.valueOf(key.toUpperCase(Locale.ROOT)));
              }
            });
    if (verdicts.size() != 1) {
      throw new IllegalArgumentException(
          "%s must say one of allow, ask and deny, with the tools that it is about"
              .formatted(where));
    }
    JsonNode named = json.path(verdicts.get(0).name().toLowerCase(Locale.ROOT));
    List<String> tools = new ArrayList<>();
    if (named.isTextual()) {
      tools.addAll(list(named.asText()));
    } else {
      named.forEach(tool -> tools.add(tool.asText()));
    }
    if (tools.isEmpty()) {
      throw new IllegalArgumentException("%s names no tools".formatted(where));
    }
    Map<String, String> when = new HashMap<>();
    json.path("when").properties().forEach(e -> when.put(e.getKey(), e.getValue().asText()));
    JsonNode tainted = json.get("tainted");
    if (tainted != null && !tainted.asText().matches("true|false")) {
      throw new IllegalArgumentException(
          "%s: tainted must be true or false, was: '%s'".formatted(where, tainted.asText()));
    }
    return new PolicyRule(
        verdicts.get(0), tools, when, tainted == null ? null : tainted.asText().equals("true"));
  }

  private static List<String> list(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",")).map(String::strip).filter(one -> !one.isEmpty()).toList();
  }
}
