package com.millyweb.hub.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.fake.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of an agent changes while a run of it waits for a person. */
class AgentFileChangeTest {
  private static final String AGENT =
      """
      description: Works at the desk of a test
      prompt: %s
      tools: [desk]
      changed: %s
      policy: [{ask: press}%s]
      """;

  @TempDir static Path routes;
  private static AgentDesk desk;

  @BeforeAll
  static void start() throws IOException {
    desk =
        AgentDesk.start(
            routes,
            Map.of(
                "agent/clerk.agent.yaml",
                AGENT.formatted("You are old.", "keep", ""),
                "tool/press.camel.yaml",
                AgentDesk.tool("press", "destructiveHint: false", "- setBody: {constant: pressed}"),
                "tool/ring.camel.yaml",
                AgentDesk.tool("ring", "destructiveHint: false", "- setBody: {constant: it rang}")),
            Map.of("hub.route.poll", "100ms", "hub.route.settle", "50ms"));
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  @AfterEach
  void everything_was_said() {
    desk.model.finish();
  }

  @Test
  void run_that_keeps_its_file_ends_as_it_began() throws IOException {
    UUID run = waiting("keep");
    desk.model.says("Done.");
    agree(run);
    assertThat(desk.end(run).answer()).isEqualTo("Done.");
    assertThat(instructions()).contains("You are old.");
  }

  @Test
  void run_that_adopts_its_file_goes_on_with_the_new_one() throws IOException {
    UUID run = waiting("adopt");
    desk.model.says(
        Said.nothing().calls(new Said.Call("b", "ring", "{\"what\":\"bell\"}")),
        Said.text("Done."));
    agree(run);
    assertThat(desk.end(run).answer()).isEqualTo("Done.");
    assertThat(instructions()).contains("You are new.");
    // the new file allows it, and the old one did not
    assertThat(desk.steps(run).get(3).result()).isEqualTo("it rang");
    assertThat(desk.hub.bean(Approvals.class).ofRun(run)).hasSize(1);
  }

  @Test
  void run_that_stops_with_its_file_says_so() throws IOException {
    UUID run = waiting("stop");
    agree(run);
    RunRow ended = desk.end(run);
    assertThat(ended.state()).isEqualTo(RunRow.State.FAILED);
    assertThat(ended.error()).contains("The file of agent 'clerk' changed");
  }

  /** A run that waits for a person, after which the file changed. */
  private static UUID waiting(String changed) throws IOException {
    write("You are old.", changed, "");
    desk.model.says(Said.nothing().calls(new Said.Call("a", "press", "{\"what\":\"x\"}")));
    UUID run = desk.begin("Press x");
    desk.question(run);
    write("You are new.", changed, ", {allow: ring}");
    return run;
  }

  private static void write(String prompt, String changed, String rule) throws IOException {
    String text = AGENT.formatted(prompt, changed, rule);
    Files.writeString(routes.resolve("agent/clerk.agent.yaml"), text);
    await()
        .atMost(AgentDesk.LONG)
        .until(
            () ->
                desk.hub
                    .bean(Agents.class)
                    .find("clerk")
                    .filter(
                        agent ->
                            agent.prompt().equals(prompt)
                                && agent.changed().name().equalsIgnoreCase(changed)
                                && agent.policy().size() == (rule.isEmpty() ? 1 : 2))
                    .isPresent());
  }

  private static void agree(UUID run) {
    desk.runs().decide(run, desk.question(run).number(), "approve", "anna", null);
  }

  /** With which the model was asked last. */
  private static String instructions() {
    return desk.model.question().at("/messages/0/content").asText();
  }
}
