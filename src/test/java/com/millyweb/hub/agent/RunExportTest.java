package com.millyweb.hub.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeCollector;
import com.millyweb.hub.fake.FakeCollector.Seen;
import com.millyweb.hub.fake.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a collector is told of runs. */
class RunExportTest {
  private static final String LOOK = "{\"what\":\"the drawer\"}";

  @TempDir static Path routes;
  private static FakeCollector collector;
  private static AgentDesk desk;

  @BeforeAll
  static void start() throws IOException {
    collector = FakeCollector.start();
    desk = desk(routes, Map.of());
  }

  private static AgentDesk desk(Path routes, Map<String, String> more) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("hub.models.chat.price-in", "1");
    settings.put("hub.models.chat.price-out", "2");
    settings.put("hub.agent.otlp-url", collector.url());
    settings.put(
        "hub.agent.otlp-headers",
        "Authorization=" + FakeCollector.PASSWORD + ",x-langfuse-ingestion-version=4");
    settings.putAll(more);
    return AgentDesk.start(
        routes,
        Map.of(
            "agent/clerk.agent.yaml", AgentDesk.agent("agents: [helper]\n"),
            "agent/helper.agent.yaml", AgentDesk.agent(""),
            "agent/export.camel.yaml", Files.readString(Path.of("routes/agent/export.camel.yaml")),
            "tool/look.camel.yaml",
                AgentDesk.tool(
                    "look", "readOnlyHint: true", "- setBody: {simple: \"seen ${body[what]}\"}"),
            "tool/fail.camel.yaml",
                AgentDesk.tool(
                    "fail",
                    "readOnlyHint: true",
                    "- throwException: {exceptionType: java.lang.IllegalStateException, message: the drawer is stuck}")),
        settings);
  }

  @AfterAll
  static void stop() {
    desk.close();
    collector.close();
  }

  @AfterEach
  void everything_was_said() {
    desk.model.finish();
  }

  @Test
  void run_with_tools_and_another_agent_is_one_tree() {
    desk.model.says(
        Said.nothing().calls(new Said.Call("a", "look", LOOK)),
        Said.nothing().calls(new Said.Call("b", "ask-helper", "{\"task\":\"Look there\"}")),
        Said.nothing().calls(new Said.Call("c", "look", "{\"what\":\"there\"}")),
        Said.text("Nothing there."),
        Said.text("Nothing at all."));
    RunRow run = desk.end(desk.begin("Look everywhere", "telegram:7", List.of()));
    assertThat(run.answer()).isEqualTo("Nothing at all.");
    Map<String, Seen> clerk = spans(run.id(), 6);
    Seen root = clerk.get("invoke_agent clerk");
    assertThat(root.parent()).isEmpty();
    assertThat(root.trace()).isEqualTo(run.id().toString().replace("-", ""));
    assertThat(root.span().path("kind").asInt()).isEqualTo(1);
    assertThat(clerk.values())
        .filteredOn(span -> span != root)
        .allMatch(span -> span.parent().equals(root.id()))
        .hasSize(3);
    Seen asked = clerk.get("execute_tool ask-helper");
    Map<String, Seen> helper = spans(UUID.fromString(child(run.id())), 4);
    assertThat(helper.get("invoke_agent helper").parent()).isEqualTo(asked.id());
    assertThat(helper.values()).allMatch(span -> span.trace().equals(root.trace()));
    assertThat(helper.get("execute_tool look").parent())
        .isEqualTo(helper.get("invoke_agent helper").id());

    assertThat(root.attribute("gen_ai.operation.name")).isEqualTo("invoke_agent");
    assertThat(root.attribute("langfuse.observation.type")).isEqualTo("agent");
    assertThat(root.attribute("gen_ai.agent.version")).hasSize(12);
    assertThat(root.attributes())
        .doesNotContainKeys("gen_ai.usage.input_tokens", "error.type", "langfuse.trace.input");
    for (Seen span : List.of(root, asked, helper.get("execute_tool look"))) {
      assertThat(span.attribute("gen_ai.conversation.id")).isEqualTo("telegram:7");
      assertThat(span.attribute("langfuse.user.id")).isEqualTo("anna");
      assertThat(span.attribute("langfuse.trace.name")).isEqualTo("clerk");
    }
    Seen chat = helper.get("chat " + AgentDesk.MODEL);
    assertThat(chat.span().path("kind").asInt()).isEqualTo(3);
    assertThat(chat.attribute("gen_ai.provider.name")).isEqualTo("ollama");
    assertThat(chat.attribute("gen_ai.request.model")).isEqualTo(AgentDesk.MODEL);
    assertThat(chat.attribute("langfuse.observation.type")).isEqualTo("generation");
    assertThat(Long.parseLong(String.valueOf(chat.attribute("gen_ai.usage.input_tokens"))))
        .isPositive();
    assertThat(Double.parseDouble(String.valueOf(chat.attribute("gen_ai.usage.cost"))))
        .isPositive();
    assertThat(chat.attribute("langfuse.observation.cost_details")).startsWith("{\"total\":");
    Seen look = clerk.get("execute_tool look");
    assertThat(look.attribute("gen_ai.tool.name")).isEqualTo("look");
    assertThat(look.attribute("gen_ai.tool.call.id")).isEqualTo("a");
    assertThat(collector.received())
        .allMatch(request -> "4".equals(request.headers().get("x-langfuse-ingestion-version")));
    // what was said is nobody's business unless it is switched on
    for (Seen span : clerk.values()) {
      assertThat(span.span().toString()).doesNotContain("the drawer", "verywhere", "Nothing");
    }
    for (Seen span : helper.values()) {
      assertThat(span.span().toString()).doesNotContain("there", "Nothing", "seen");
    }
  }

  @Test
  void collector_that_is_away_is_told_later_and_once() {
    collector.next(FakeCollector.Trick.hangUp());
    collector.next(503, "{\"message\":\"later\"}", "Retry-After", "1");
    desk.model.says("Fine.");
    RunRow run = desk.end(desk.begin("How is it?"));
    Map<String, Seen> spans = spans(run.id(), 2);
    assertThat(spans).containsOnlyKeys("invoke_agent clerk", "chat " + AgentDesk.MODEL);
    await()
        .atMost(AgentDesk.LONG)
        .until(
            () ->
                desk.hub
                    .bean(JdbcClient.class)
                    .sql(
                        "select count(*) from event_backlog where subscription = 'agent.export' and state <> 3")
                    .query(Long.class)
                    .single()
                    .equals(0L));
    assertThat(all(run.id())).hasSize(2);
  }

  @Test
  void collector_that_refuses_a_run_is_quoted_in_its_dead_letter() {
    collector.next(400, "{\"message\":\"bad weather today\"}");
    desk.model.says("Fine.");
    desk.end(desk.begin("How is the weather?"));
    await()
        .atMost(AgentDesk.LONG)
        .untilAsserted(
            () ->
                assertThat(
                        desk.hub
                            .bean(JdbcClient.class)
                            .sql(
                                "select error from event_backlog where subscription = 'agent.export' and state = 3")
                            .query(String.class)
                            .list())
                    .anyMatch(
                        error ->
                            error.contains("answered 400 to the spans of a run: bad weather")));
  }

  @Test
  void run_that_fails_and_tool_that_fails_have_an_error() {
    desk.model.says(
        Said.nothing().calls(new Said.Call("a", "fail", "{}")),
        Said.refused(400, "{\"error\":\"no such thing\"}"));
    RunRow run = desk.end(desk.begin("Open it"));
    assertThat(run.state()).isEqualTo(RunRow.State.FAILED);
    Map<String, Seen> spans = spans(run.id(), 3);
    Seen root = spans.get("invoke_agent clerk");
    assertThat(root.span().at("/status/code").asInt()).isEqualTo(2);
    assertThat(root.span().at("/status/message").asText()).contains("no such thing");
    assertThat(root.attribute("error.type")).isEqualTo("failed");
    Seen tool = spans.get("execute_tool fail");
    assertThat(tool.span().at("/status/code").asInt()).isEqualTo(2);
    assertThat(tool.span().at("/status").has("message")).isFalse();
    assertThat(spans.get("chat " + AgentDesk.MODEL).span().has("status")).isFalse();
  }

  @Test
  void run_that_an_event_began_continues_its_trace() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    UUID event =
        desk.hub
            .bean(EventLog.class)
            .append(
                NewEvent.json("desk.rang", "test", "{}".getBytes(StandardCharsets.UTF_8))
                    .withTraceparent("00-" + trace + "-00f067aa0ba902b7-01"))
            .join()
            .id();
    desk.model.says("Fine.");
    UUID id = Runs.newId();
    desk.runs()
        .start(
            new NewRun(
                id,
                "clerk",
                "It rang",
                null,
                NewRun.TENANT,
                null,
                new NewRun.Origin("flow", null, event),
                List.of(),
                null,
                null,
                0,
                null,
                null,
                null),
            null);
    desk.end(id);
    Seen root = spans(id, 2).get("invoke_agent clerk");
    assertThat(root.trace()).isEqualTo(trace);
    assertThat(root.parent()).isEqualTo("00f067aa0ba902b7");
    assertThat(root.attributes()).doesNotContainKeys("user.id", "gen_ai.conversation.id");
  }

  @Test
  void what_was_said_is_sent_where_it_is_switched_on_but_no_secret(@TempDir Path more)
      throws IOException {
    try (AgentDesk open = desk(more, Map.of("hub.agent.otlp-content", "true"))) {
      open.model.says(
          Said.nothing().calls(new Said.Call("a", "look", LOOK)), Said.text("A pen is in it."));
      UUID id = open.begin("The password is " + FakeCollector.PASSWORD + ", now look");
      open.end(id);
      Map<String, Seen> spans = spans(id, 4);
      Seen root = spans.get("invoke_agent clerk");
      assertThat(root.attribute("langfuse.trace.input"))
          .isEqualTo("The password is ******, now look");
      assertThat(root.attribute("langfuse.trace.output")).isEqualTo("A pen is in it.");
      assertThat(root.attribute("gen_ai.system_instructions")).contains("You work at a desk.");
      Seen tool = spans.get("execute_tool look");
      assertThat(tool.attribute("gen_ai.tool.call.arguments")).isEqualTo(LOOK);
      assertThat(tool.attribute("gen_ai.tool.call.result")).isEqualTo("seen the drawer");
      List<Seen> chats = all(id).stream().filter(span -> span.name().startsWith("chat ")).toList();
      assertThat(chats.get(0).attribute("gen_ai.output.messages"))
          .contains("\"type\":\"tool_call\",\"id\":\"a\",\"name\":\"look\"");
      assertThat(chats.get(1).attribute("gen_ai.input.messages"))
          .isEqualTo(
              "[{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"a\",\"response\":\"seen the drawer\"}]}]");
      assertThat(collector.received())
          .noneMatch(request -> request.text().contains(FakeCollector.PASSWORD));
      open.model.finish();
    }
  }

  /** By their names; of several with one name the last. */
  private static Map<String, Seen> spans(UUID run, int count) {
    await().atMost(AgentDesk.LONG).until(() -> all(run).size() >= count);
    Map<String, Seen> spans = new TreeMap<>();
    all(run).forEach(span -> spans.put(span.name(), span));
    return spans;
  }

  private static List<Seen> all(UUID run) {
    return collector.spans().stream()
        .filter(span -> run.toString().equals(span.attribute("hub.run")))
        .toList();
  }

  private static String child(UUID run) {
    return desk.hub
        .bean(JdbcClient.class)
        .sql("select cast(id as text) from agent_run where parent = :run")
        .param("run", run)
        .query(String.class)
        .single();
  }
}
