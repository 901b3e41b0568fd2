package com.millyweb.hub.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
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

/** An agent writes a flow, and a person puts it live. */
class AgentAuthorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FLOW =
      """
      - route:
          id: flow.backups
          description: Tells of backups that failed twice in a row
          from:
            uri: event:backup.failed
            steps:
              - to: {uri: "notify:ops", parameters: {text: "The backup of ${body[host]} failed"}}
      """;
  private static final String TESTS =
      """
      - name: a failed backup is told
        given:
          - {event: backup.failed, data: {host: nas}}
        expect:
          - {notice: ops, text: "The backup of nas failed"}
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
                """
                description: Writes flows
                prompt: You write flows.
                tools: [flows, flow-apply]
                policy:
                  - allow: flow-apply
                """,
                "tool/flows.camel.yaml",
                Files.readString(Path.of("routes/tool/flows.camel.yaml"))));
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
  void flow_runs_once_a_person_saw_what_it_does() throws IOException {
    desk.model.says(
        Said.text("It tells of failed backups.").calls(apply(FLOW, TESTS)), Said.text("It runs."));
    UUID run = desk.begin("Page me when a backup fails");
    var question = desk.question(run);
    assertThat(question.why()).isEqualTo("a person decides about each such call");
    assertThat(desk.told("Check: it would run.")).isPositive();
    assertThat(desk.told("Tests: they pass.")).isPositive();
    assertThat(desk.told("+++ flow/backups.camel.yaml")).isPositive();
    assertThat(routes.resolve("flow/backups.camel.yaml")).doesNotExist();
    desk.runs().decide(run, question.number(), "approve", "anna", null);
    RunRow ended = desk.end(run);
    assertThat(ended.answer()).isEqualTo("It runs.");
    assertThat(routes.resolve("flow/backups.camel.yaml")).hasContent(FLOW);
    assertThat(routes.resolve("flow/tests/backups.test.yaml")).hasContent(TESTS);
    assertThat(desk.steps(run).get(1).result()).contains("\"runs\":true");
  }

  @Test
  void flow_whose_tests_fail_is_not_written() throws IOException {
    desk.model.says(
        Said.nothing()
            .calls(
                apply(
                    FLOW.replace("flow.backups", "flow.wrong"),
                    TESTS.replace("backup of nas failed", "backup of nas worked"),
                    "flow/wrong.camel.yaml")),
        Said.text("It fails."));
    UUID run = desk.begin("Write a wrong one");
    desk.runs().decide(run, desk.question(run).number(), "approve", "anna", null);
    desk.end(run);
    assertThat(desk.steps(run).get(1).state()).isEqualTo(StepRow.State.FAILED);
    assertThat(desk.steps(run).get(1).result()).contains("tests of flow/wrong.camel.yaml fail");
    assertThat(routes.resolve("flow/wrong.camel.yaml")).doesNotExist();
  }

  @Test
  void nothing_but_a_flow_is_written() throws IOException {
    desk.model.says(
        Said.nothing().calls(apply(FLOW, TESTS, "policy/errors.camel.yaml")), Said.text("No."));
    UUID run = desk.begin("Change the policy");
    desk.runs().decide(run, desk.question(run).number(), "approve", "anna", null);
    desk.end(run);
    assertThat(desk.steps(run).get(1).result()).contains("must be that of a flow");
  }

  private static Said.Call apply(String flow, String tests) throws IOException {
    return apply(flow, tests, "flow/backups.camel.yaml");
  }

  private static Said.Call apply(String flow, String tests, String file) throws IOException {
    return new Said.Call(
        "a",
        "flow-apply",
        JSON.writeValueAsString(Map.of("file", file, "text", flow, "tests", tests)));
  }
}
