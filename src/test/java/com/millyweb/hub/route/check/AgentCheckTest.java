package com.millyweb.hub.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.config.ForeignTools;
import com.millyweb.hub.http.EgressCheck;
import com.millyweb.hub.route.check.OtherRoutes.JavaNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Names in the file of an agent that are not there are told before its first run. */
class AgentCheckTest {
  private static final String FILE = "agent/gardener.agent.yaml";

  private static final String GOOD =
      """
      description: Looks after the beds
      model: small
      prompt: You look after the beds of a garden.
      tools: [water-plants, garden]
      agents: [librarian]
      ask: garden
      policy:
        - deny: "water-*"
          when: {bed: "tomatoes*"}
        - allow: water-plants
      """;

  private static final String TOOL =
      """
      - route:
          id: tool.water-plants
          description: Waters a bed.
          from:
            uri: ai-tool:water-plants
            parameters:
              description: Waters a bed
              tags: "garden, water"
              parameter.bed: string
              parameter.bed.required: true
            steps:
              - setBody: {constant: done}
      """;

  private static final String LIBRARIAN =
      """
      description: Knows the books
      prompt: You know the books.
      """;

  private static final Map<String, String> NEIGHBOURS =
      Map.of("tool/water.camel.yaml", TOOL, "agent/librarian.agent.yaml", LIBRARIAN);

  @Test
  void agent_whose_names_are_all_there_is_good() {
    assertThat(problems(GOOD)).isEmpty();
  }

  @Test
  void tool_that_is_not_there_is_a_warning_with_the_one_that_was_meant() {
    assertThat(problems(GOOD.replace("[water-plants, garden]", "[water-plnts, gardn, nothing]")))
        .containsExactly(
            FILE
                + ":4:9: warning: No tool here has the name or the tag 'water-plnts'; did you mean 'water-plants'?",
            FILE
                + ":4:22: warning: No tool here has the name or the tag 'gardn'; did you mean 'garden'?",
            FILE + ":4:29: warning: No tool here has the name or the tag 'nothing'");
  }

  @Test
  void agent_that_is_not_there_is_an_error() {
    assertThat(problems(GOOD.replace("[librarian]", "[libarian]")))
        .containsExactly(FILE + ":5:10: There is no agent 'libarian'; did you mean 'librarian'?");
  }

  @Test
  void agent_that_is_switched_off_is_a_warning() {
    assertThat(
            problems(
                GOOD,
                Map.of("tool/water.camel.yaml", TOOL, "agent/librarian.agent.yaml", "# off\n"),
                Set.of("small")))
        .containsExactly(
            FILE + ":5:10: warning: Agent 'librarian' is switched off, since its file is empty");
  }

  @Test
  void channel_that_is_not_there_is_an_error_since_questions_would_go_elsewhere() {
    assertThat(problems(GOOD.replace("ask: garden", "ask: gardn")))
        .containsExactly(
            FILE
                + ":6:6: There is no channel 'gardn' in hub.notify.channels; did you mean 'garden'?");
  }

  @Test
  void model_that_is_not_there_is_a_warning_where_others_are() {
    String typo = GOOD.replace("model: small", "model: smal");
    assertThat(problems(typo))
        .containsExactly(
            FILE
                + ":2:8: warning: There is no model 'smal' in hub.models, there are small: each run of this agent fails; did you mean 'small'?");
    assertThat(problems(typo, NEIGHBOURS, Set.of())).isEmpty();
    assertThat(problems(GOOD.replace("model: small\n", "")))
        .singleElement()
        .asString()
        .contains("There is no model 'chat' in hub.models, there are small");
  }

  @Test
  void rule_that_fits_nothing_is_a_warning() {
    assertThat(
            problems(
                GOOD.replace("\"water-*\"", "\"watr-*\"").replace("allow: water", "allow: wter")))
        .containsExactly(
            FILE
                + ":8:11: warning: No tool here fits 'watr-*', so that nothing is denied by it; did you mean 'water-*'?",
            FILE
                + ":10:12: warning: No tool here has the name or the tag 'wter-plants', so that nothing is allowed by it; did you mean 'water-plants'?");
    assertThat(problems(GOOD.replace("\"water-*\"", "\"*\""))).isEmpty();
  }

  @Test
  void condition_on_a_parameter_that_no_tool_of_the_rule_has_is_a_warning() {
    assertThat(problems(GOOD.replace("{bed:", "{bd:")))
        .containsExactly(
            FILE
                + ":9:12: warning: No tool of this rule has the parameter 'bd', so that the rule never decides; did you mean 'bed'?");
  }

  @Test
  void tools_of_a_server_are_not_known_before_it_answers() {
    String foreign =
        GOOD.replace("[water-plants, garden]", "[water-plants, shed, tracker, tracker-list]")
            .replace("\"water-*\"", "[water-plants, \"tracker-*\"]")
            .replace("{bed:", "{issue:");
    assertThat(problems(foreign)).isEmpty();
  }

  @Test
  void budget_says_its_rules_at_the_line_that_breaks_them() {
    assertThat(problems(GOOD + "budget: {steps: 5, cost: -1}\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + ":11:20: ")
        .contains("budget.cost must be a number of 0 to 999999999, such as 2.50, was: '-1'");
    assertThat(problems(GOOD + "budget:\n  tokens: 5000\n  step: 20\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + ":13:3: ")
        .contains("budget.step is not known, a budget has steps, tokens, time, depth, cost")
        .contains("did you mean 'steps'?");
  }

  @Test
  void file_of_an_agent_is_spoken_of_as_one() {
    assertThat(problems(GOOD.replace("tools: [", "tool: [")))
        .containsExactly(FILE + ":4:1: Unknown key 'tool' of an agent file; did you mean 'tools'?");
    assertThat(problems(GOOD + "wait: 2m\n"))
        .containsExactly(FILE + ":11:1: Key 'wait' is for 'to: agent:', not for an agent file");
    assertThat(problems(GOOD.replaceFirst("description.*\n", "")))
        .containsExactly(
            FILE
                + ":1:1: An agent needs a description: one sentence, by which people and other agents choose it");
  }

  private static List<String> problems(String agent) {
    return problems(agent, NEIGHBOURS, Set.of("small"));
  }

  private static List<String> problems(
      String agent, Map<String, String> neighbours, Set<String> models) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "test",
                Map.of(
                    "hub.mcp.servers.tracker.url",
                    "https://tracker.example/mcp",
                    "hub.mcp.servers.tracker.tags",
                    "shed")));
    var check =
        new RouteCheck(
            KnownBeans.scan(),
            RouteValues.of(environment),
            Set.of("garden"),
            models,
            ForeignTools.of(environment)::mayFit,
            Samples.NONE,
            text -> false,
            EgressCheck.anything(),
            Reach.NOTHING);
    List<RouteOutline> others =
        neighbours.entrySet().stream()
            .map(file -> check.read(RouteText.of(file.getKey(), file.getValue())))
            .toList();
    return check
        .check(RouteText.of(FILE, agent), OtherRoutes.of(others, others, JavaNames.NONE), List.of())
        .stream()
        .map(Problem::toString)
        .toList();
  }
}
