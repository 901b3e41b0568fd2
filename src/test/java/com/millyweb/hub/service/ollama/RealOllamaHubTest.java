package com.millyweb.hub.service.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.DeskRoutes;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Flows and agents of a hub whose models are those of a real Ollama. */
class RealOllamaHubTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private static @TempDir Path routes;
  private static RealOllama ollama;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws IOException {
    ollama = RealOllama.startOrSkip();
    DeskRoutes.loop(routes);
    DeskRoutes.tool(
        routes, "look", "readOnlyHint: true", "- setBody: {simple: \"seen ${body[what]}\"}");
    Files.writeString(
        routes.resolve("agent/porter.agent.yaml"),
        """
        description: Works at the desk of a test
        prompt: You work at a desk.
        tools: [desk]
        """);
    Files.writeString(
        Files.createDirectories(routes.resolve("flow")).resolve("asked.camel.yaml"),
        """
        - route:
            id: flow.asked
            description: Asks a model
            from:
              uri: event:asked
              steps:
                - to: {uri: "model:chat", parameters: {prompt: "How is ${body[what]}?"}}
                - to: {uri: "event:answered"}
        """);
    Files.copy(Path.of("routes/tool/models.camel.yaml"), routes.resolve("tool/models.camel.yaml"));
    hub =
        HubFixture.start(
            routes,
            Map.of(
                "hub.ollama.url",
                ollama.url().toString(),
                "hub.model",
                "ollama:" + RealOllama.CLERK,
                "hub.models.chat.context",
                "4096",
                "hub.models.other.model",
                "ollama:gone"));
  }

  @AfterAll
  static void stop() throws IOException {
    if (hub != null) {
      hub.close();
    }
    if (ollama != null) {
      ollama.close();
    }
  }

  private static Http http() {
    return Http.asAdmin(hub);
  }

  @Test
  void flow_gets_the_answer_of_its_model() {
    hub.bean(EventLog.class)
        .append(
            NewEvent.json(
                "asked", "test", "{\"what\":\"the disk\"}".getBytes(StandardCharsets.UTF_8)))
        .join();
    List<String> answers =
        await()
            .atMost(LONG)
            .until(
                () ->
                    hub.bean(JdbcClient.class)
                        .sql("select convert_from(data, 'UTF8') from event where type = 'answered'")
                        .query(String.class)
                        .list(),
                found -> !found.isEmpty());
    assertThat(answers.get(0)).contains("It is fine.");
  }

  @Test
  void agent_calls_its_tool_and_ends_with_the_answer() {
    String id =
        http()
            .post("/api/runs", "{\"agent\":\"porter\",\"task\":\"What is in the drawer?\"}")
            .json()
            .get("id")
            .asText();
    JsonNode run =
        await()
            .atMost(LONG)
            .until(
                () -> http().get("/api/runs/" + id).json(),
                shown -> List.of("done", "failed").contains(shown.at("/run/state").asText()));
    assertThat(run.at("/run/state").asText()).isEqualTo("done");
    assertThat(run.at("/run/answer").asText()).isEqualTo("The drawer was seen!");
    assertThat(run.at("/run/tokensIn").asLong()).isPositive();
    assertThat(run.path("steps"))
        .extracting(step -> step.path("name").asText())
        .containsExactly("ollama:clerk", "look", "ollama:clerk");
    assertThat(run.at("/steps/1/result").asText()).contains("seen the drawer");
  }

  @Test
  void health_names_the_model_that_is_not_there() {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(http().get("/health/models").body())
                    .contains("it has no model 'gone'; ollama pull gone")
                    .doesNotContain("'clerk'"));
  }

  @Test
  void tool_lists_the_models() {
    assertThat(http().post("/api/tools/models-list", "{\"arguments\":{}}").body())
        .contains("\"name\":\"clerk:latest\"", "\"capabilities\":[\"completion\",\"tools\"]");
  }
}
