package com.millyweb.hub.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flow says to {@code knowledge:}, and what it gets. */
class KnowledgeStepsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOTES =
      """
      - route:
          id: flow.notes.keep
          description: Keeps a note
          from:
            uri: event:note.written
            steps:
              - setVariable: {name: path, simple: "${body[path]}"}
              - setVariable: {name: tenant, simple: "${body[tenant]}"}
              - setBody: {simple: "${body[text]}"}
              - to: {uri: "knowledge:store", parameters: {source: "notes & more", path: "${variable.path}", tenant: "${variable.tenant}", title: "#1 note", version: "7"}}
              - to: {uri: "notify:ops", parameters: {title: "kept ${variable.path}", text: "${body[state]}"}}
      - route:
          id: flow.notes.ask
          description: Answers a question
          from:
            uri: event:note.asked
            steps:
              - to: {uri: "knowledge:search", parameters: {question: "${body[question]}", limit: 3}}
              - to: {uri: "notify:ops", parameters: {title: "asked", text: "${body[results][0][title]} ${body[results][0][path]} ${body[results][0][version]}: ${body[results][0][text]}"}}
      - route:
          id: flow.notes.facts
          description: Remembers a fact, corrects it, and forgets it
          from:
            uri: event:note.fact
            steps:
              - to: {uri: "knowledge:remember", parameters: {fact: "wifi/guest", text: "old"}}
              - to: {uri: "knowledge:remember", parameters: {fact: "wifi/guest", text: "new"}}
              - to: {uri: "knowledge:recall", parameters: {fact: "wifi/"}}
              - to: {uri: "notify:ops", parameters: {title: "recalled", text: "${body[facts][0][name]} is ${body[facts][0][text]}"}}
              - to: {uri: "knowledge:forget", parameters: {fact: "wifi/guest"}}
              - to: {uri: "notify:ops", parameters: {title: "forgot", text: "${body[forgotten]}"}}
      """;

  private static @TempDir Path routes;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(routes.resolve("flow"));
    Files.createDirectories(routes.resolve("tool"));
    Files.createDirectories(routes.resolve("notify"));
    Files.writeString(routes.resolve("flow/notes.camel.yaml"), NOTES);
    Files.copy(
        Path.of("routes/tool/knowledge.camel.yaml"), routes.resolve("tool/knowledge.camel.yaml"));
    Files.copy(
        Path.of("routes/notify/inbox.camel.yaml"), routes.resolve("notify/inbox.camel.yaml"));
    hub = HubFixture.start(routes, Map.of("hub.embeddings", "off"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static void append(String type, Map<String, String> data) throws IOException {
    hub.bean(EventLog.class)
        .appendNow(
            NewEvent.json(type, "test", JSON.writeValueAsBytes(data)), Duration.ofSeconds(10));
  }

  private static String told(String title) {
    return Awaitility.await(title)
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              for (JsonNode notice : Http.asAdmin(hub).get("/api/notices").json().path("items")) {
                if (notice.path("title").asText().equals(title)) {
                  return notice.path("text").asText();
                }
              }
              return "";
            },
            text -> !text.isEmpty());
  }

  @Test
  void what_a_flow_stores_is_found_by_flows_and_by_the_tool_and_says_where_it_came_from()
      throws Exception {
    append(
        "note.written",
        Map.of("path", "pump.txt", "tenant", "default", "text", "The pump is in the shed."));
    assertThat(told("kept pump.txt")).isEqualTo("stored");
    append("note.asked", Map.of("question", "pump"));
    assertThat(told("asked")).isEqualTo("\\#1 note pump.txt 7: The pump is in the shed.");

    Http.Answer tool =
        Http.asAdmin(hub)
            .post(
                "/api/tools/search-documents",
                "{\"arguments\":{\"question\":\"where is the pump\"}}");
    assertThat(tool.status()).as(tool.body()).isEqualTo(200);
    assertThat(tool.json().at("/result/results/0/path").asText()).isEqualTo("pump.txt");

    JsonNode stored =
        Http.asAdmin(hub)
            .get("/api/knowledge/documents?source=notes+%26+more")
            .json()
            .at("/items/0");
    assertThat(stored.path("by").asText()).isEqualTo("test");
    assertThat(
            Http.asAdmin(hub)
                .get("/api/events/" + stored.path("eventId").asText())
                .json()
                .at("/type")
                .asText())
        .isEqualTo("note.written");
  }

  @Test
  void tenant_of_an_event_is_no_other_tenants() throws Exception {
    append(
        "note.written",
        Map.of("path", "diary.txt", "tenant", "anna", "text", "Today I planted a quince."));
    assertThat(told("kept diary.txt")).isEqualTo("stored");
    assertThat(results("quince", "default")).isZero();
    assertThat(results("quince", "anna")).isEqualTo(1);
  }

  private static int results(String question, String tenant) {
    return Http.asAdmin(hub)
        .get("/api/knowledge/search?q=%s&tenant=%s".formatted(question, tenant))
        .json()
        .path("results")
        .size();
  }

  @Test
  void fact_is_corrected_recalled_and_forgotten() throws Exception {
    append("note.fact", Map.of());
    assertThat(told("recalled")).isEqualTo("wifi/guest is new");
    assertThat(told("forgot")).isEqualTo("true");
    assertThat(
            Http.asAdmin(hub).get("/api/knowledge/facts?prefix=wifi").json().path("items").size())
        .isZero();
  }

  @Test
  void step_that_lacks_what_it_needs_is_refused_when_it_is_saved() {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "knowledge:store?source=a", "knowledge:store needs 'path'",
                "knowledge:search?limit=51", "limit must be 1 to 50, was: 51",
                "knowledge:remember", "knowledge:remember needs 'fact'",
                "knowledge:serch", "\"suggestion\":\"search\"")
            .entrySet()) {
      String content =
          """
          - route:
              id: flow.wrong
              description: Is wrong
              from:
                uri: event:x.y
                steps: [{to: "%s"}]
          """
              .formatted(wrong.getKey());
      Http.Answer checked =
          Http.asAdmin(hub)
              .post(
                  "/api/routes/check",
                  JSON.createObjectNode()
                      .put("file", "flow/wrong.camel.yaml")
                      .put("content", content)
                      .toString());
      assertThat(checked.body()).contains(wrong.getValue());
    }
  }
}
