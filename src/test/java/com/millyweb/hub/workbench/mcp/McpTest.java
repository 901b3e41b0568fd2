package com.millyweb.hub.workbench.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.workbench.Http;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * MCP clients of both eras use the hub's tools, as far as their tokens and their people let them.
 */
class McpTest {
  private static final String FORMS = "{\"elicitation\":{\"form\":{}}}";
  private static @TempDir Path routes;
  private static McpDesk desk;

  @BeforeAll
  static void start() throws Exception {
    desk = McpDesk.start(routes, Map.of());
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  @Test
  void a_client_begins_lists_and_calls() {
    McpDesk.Older client = desk.older(desk.operator, false);
    JsonNode begun = client.begun().json().get("result");
    assertThat(begun.get("protocolVersion").asText()).isEqualTo("2025-11-25");
    assertThat(begun.at("/serverInfo/name").asText()).isEqualTo("hub");
    assertThat(
            client.says("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}").status())
        .isEqualTo(202);
    assertThat(client.asks(1, "ping", "{}").get("result").toString()).isEqualTo("{}");
    JsonNode listed = client.asks(2, "tools/list", "{}");
    assertThat(McpDesk.names(listed))
        .contains("ask-clerk", "fail", "greet", "note", "weigh", "wipe")
        .isSorted();
    JsonNode greet = named(listed, "greet");
    assertThat(greet.get("description").asText()).isEqualTo("Does greet");
    assertThat(greet.at("/inputSchema/properties/what/type").asText()).isEqualTo("string");
    assertThat(greet.at("/annotations/readOnlyHint").asBoolean()).isTrue();
    assertThat(named(listed, "wipe").at("/annotations/destructiveHint").asBoolean()).isTrue();
    assertThat(McpDesk.text(client.call(3, "greet", "{\"what\":\"Ann\"}"))).isEqualTo("Hello Ann");
    assertThat(client.call(4, "nothing", "{}").at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(client.asks(5, "resources/list", "{}").at("/error/code").asInt()).isEqualTo(-32601);
  }

  @Test
  void answers_are_text_and_data_and_errors_are_for_the_model() {
    McpDesk.Older client = desk.older(desk.operator, false);
    JsonNode weighed = client.call(1, "weigh", "{\"what\":\"pen\"}");
    assertThat(weighed.at("/result/structuredContent/grams").asInt()).isEqualTo(12);
    assertThat(weighed.at("/result/structuredContent/token").asText()).isEqualTo("******");
    assertThat(McpDesk.text(weighed)).contains("\"what\":\"pen\"").doesNotContain("ghp_");
    JsonNode failed = client.call(2, "fail", "{}");
    assertThat(failed.at("/result/isError").asBoolean()).isTrue();
    assertThat(McpDesk.text(failed)).contains("Tool 'fail' failed").doesNotContain("abcdef123");
    JsonNode wrong = client.call(3, "greet", "{\"whom\":1}");
    assertThat(wrong.at("/result/isError").asBoolean()).isTrue();
    assertThat(McpDesk.text(wrong)).contains("has no parameter 'whom'; it takes what");
  }

  @Test
  void a_viewer_reads_and_changes_nothing() {
    McpDesk.Older client = desk.older(desk.viewer, true);
    assertThat(McpDesk.names(client.asks(1, "tools/list", "{}")))
        .contains("greet", "weigh")
        .doesNotContain("note", "wipe", "ask-clerk", "peek");
    assertThat(McpDesk.text(client.call(2, "greet", "{}"))).startsWith("Hello");
    for (String tool : List.of("note", "wipe", "ask-clerk", "peek")) {
      JsonNode refused = client.call(3, tool, "{}");
      assertThat(refused.at("/result/isError").asBoolean()).isTrue();
      assertThat(McpDesk.text(refused)).contains("needs the scope operator; 'eve' has viewer");
    }
    assertThat(audit()).contains("\"note\"").contains("eve");
  }

  @Test
  void an_operator_sees_contents_that_a_viewer_does_not() {
    assertThat(McpDesk.text(desk.older(desk.viewer, true).call(2, "peek", "{}")))
        .contains("'peek' shows contents, which needs the scope operator");
    assertThat(McpDesk.text(desk.older(desk.operator, true).call(2, "peek", "{}")))
        .isEqualTo("the diary");
  }

  @Test
  void nobody_comes_in_without_a_token_or_from_another_page() {
    Http stranger = Http.of(desk.hub);
    Http.Answer refused = stranger.post("/mcp", "{}");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.response().headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Bearer");
    Http admin = Http.asAdmin(desk.hub);
    assertThat(admin.with("Origin", "https://evil.example").post("/mcp", "{}").status())
        .isEqualTo(403);
    assertThat(admin.with("Content-Type", "text/plain").send("POST", "/mcp", "{}").status())
        .isEqualTo(415);
    assertThat(admin.get("/mcp").status()).isEqualTo(405);
    assertThat(admin.send("DELETE", "/mcp", null).status()).isEqualTo(405);
    assertThat(admin.post("/mcp", "\"" + "x".repeat(1 << 20) + "\"").status()).isEqualTo(413);
    assertThat(admin.post("/mcp", "{").json().at("/error/code").asInt()).isEqualTo(-32700);
    assertThat(admin.post("/mcp", "[]").json().at("/error/code").asInt()).isEqualTo(-32600);
    assertThat(admin.post("/mcp", "[".repeat(5_000)).status()).isEqualTo(400);
  }

  @Test
  void a_person_confirms_what_may_destroy_in_the_older_era() throws Exception {
    JsonNode unable = desk.older(desk.operator, false).call(1, "wipe", "{\"what\":\"disk\"}");
    assertThat(unable.at("/result/isError").asBoolean()).isTrue();
    assertThat(McpDesk.text(unable)).contains("a person must confirm");

    McpDesk.Older client = desk.older(desk.operator, true);
    assertThat(wipe(client, "{\"action\":\"accept\",\"content\":{\"confirm\":true}}"))
        .isEqualTo("wiped disk");
    assertThat(wipe(client, "{\"action\":\"accept\",\"content\":{\"confirm\":false}}"))
        .contains("did not confirm");
    assertThat(wipe(client, "{\"action\":\"decline\"}")).contains("did not confirm");
    assertThat(audit()).contains("\"outcome\":\"ok\"").contains("\"outcome\":\"refused\"");
  }

  private static String wipe(McpDesk.Older client, String answer) throws Exception {
    McpDesk.Stream stream =
        client.stream(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"wipe\",\"arguments\":{\"what\":\"disk\"}}}");
    JsonNode question = stream.next();
    assertThat(question.get("method").asText()).isEqualTo("elicitation/create");
    assertThat(question.at("/params/message").asText())
        .contains("May 'wipe' be called with {\"what\":\"disk\"}?");
    String reply =
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(question.get("id"), answer);
    // another's answer is none
    assertThat(desk.older(desk.viewer, true).says(reply).status()).isEqualTo(202);
    assertThat(client.says(reply).status()).isEqualTo(202);
    return McpDesk.text(stream.next());
  }

  @Test
  void a_person_confirms_what_may_destroy_in_the_newer_era() {
    ObjectNode call = McpDesk.call("wipe", "disk");
    Http.Answer unable = desk.modern(desk.operator, "tools/call", call, "{}");
    assertThat(unable.status()).isEqualTo(400);
    assertThat(unable.json().at("/error/code").asInt()).isEqualTo(-32021);
    assertThat(unable.json().at("/error/data/requiredCapabilities").toString())
        .contains("elicitation");

    JsonNode asked = desk.modern(desk.operator, "tools/call", call, FORMS).json().get("result");
    assertThat(asked.get("resultType").asText()).isEqualTo("input_required");
    assertThat(asked.at("/inputRequests/confirm/method").asText()).isEqualTo("elicitation/create");
    String state = asked.get("requestState").asText();
    ObjectNode other = answered(McpDesk.call("wipe", "other"), state, true);
    assertThat(code(desk.modern(desk.operator, "tools/call", other, FORMS))).isEqualTo(-32602);
    ObjectNode same = answered(McpDesk.call("wipe", "disk"), state, true);
    JsonNode done = desk.modern(desk.operator, "tools/call", same, FORMS).json();
    assertThat(McpDesk.text(done)).isEqualTo("wiped disk");
    assertThat(done.at("/result/resultType").asText()).isEqualTo("complete");
    ObjectNode again = answered(McpDesk.call("wipe", "disk"), state, true);
    assertThat(code(desk.modern(desk.operator, "tools/call", again, FORMS))).isEqualTo(-32602);
    ObjectNode forged = answered(McpDesk.call("wipe", "disk"), "99999999999.x.y", true);
    assertThat(code(desk.modern(desk.operator, "tools/call", forged, FORMS))).isEqualTo(-32602);

    String next =
        desk.modern(desk.operator, "tools/call", call, FORMS)
            .json()
            .at("/result/requestState")
            .asText();
    ObjectNode no = answered(McpDesk.call("wipe", "disk"), next, false);
    assertThat(McpDesk.text(desk.modern(desk.operator, "tools/call", no, FORMS).json()))
        .contains("did not confirm");
  }

  private static ObjectNode answered(ObjectNode call, String state, boolean yes) {
    call.put("requestState", state);
    ObjectNode answer =
        call.putObject("inputResponses").putObject("confirm").put("action", "accept");
    answer.putObject("content").put("confirm", yes);
    return call;
  }

  private static int code(Http.Answer answer) {
    return answer.json().at("/error/code").asInt();
  }

  @Test
  void requests_of_the_newer_era_stand_for_themselves() {
    ObjectNode nothing = McpDesk.JSON.createObjectNode();
    JsonNode found = desk.modern(desk.viewer, "server/discover", nothing, "{}").json();
    assertThat(found.at("/result/supportedVersions/0").asText()).isEqualTo("2026-07-28");
    assertThat(found.at("/result/ttlMs").isNumber()).isTrue();
    JsonNode listed = desk.modern(desk.viewer, "tools/list", nothing, "{}").json();
    assertThat(listed.at("/result/cacheScope").asText()).isEqualTo("private");
    assertThat(listed.at("/result/resultType").asText()).isEqualTo("complete");
    assertThat(McpDesk.names(listed)).contains("greet");
    ObjectNode greet = McpDesk.call("greet", "Zoë");
    assertThat(McpDesk.text(desk.modern(desk.viewer, "tools/call", greet, "{}").json()))
        .isEqualTo("Hello Zoë");
    Map<String, String> encoded = Map.of("Mcp-Name", "=?base64?Z3JlZXQ=?=");
    assertThat(desk.modern(desk.viewer, "tools/call", greet, "{}", encoded).status())
        .isEqualTo(200);

    for (Map<String, String> wrong :
        List.of(
            Map.of("Mcp-Name", "wipe"),
            Map.of("Mcp-Name", ""),
            Map.of("Mcp-Method", "tools/list"),
            Map.of("Mcp-Method", ""),
            Map.of("MCP-Protocol-Version", ""),
            Map.of("MCP-Protocol-Version", "2025-11-25"))) {
      Http.Answer refused = desk.modern(desk.viewer, "tools/call", greet, "{}", wrong);
      assertThat(refused.status()).as(wrong.toString()).isEqualTo(400);
      assertThat(code(refused)).as(wrong.toString()).isEqualTo(-32020);
    }
    Http.Answer unknown = desk.modern(desk.viewer, "resources/list", nothing, "{}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(code(unknown)).isEqualTo(-32601);
    Http.Answer future =
        Http.as(desk.hub, desk.viewer)
            .with("MCP-Protocol-Version", "2099-01-01")
            .post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
    assertThat(future.status()).isEqualTo(400);
    assertThat(code(future)).isEqualTo(-32022);
    assertThat(future.json().at("/error/data/supported").toString()).contains("2026-07-28");
    assertThat(
            Http.as(desk.hub, desk.viewer)
                .with("MCP-Protocol-Version", "2026-07-28")
                .with("Accept", "text/event-stream")
                .get("/mcp")
                .status())
        .isEqualTo(405);
  }

  @Test
  void progress_is_told_and_a_call_is_taken_back() throws Exception {
    McpDesk.Older client = desk.older(desk.operator, false);
    McpDesk.Stream stream =
        client.stream(
            "{\"jsonrpc\":\"2.0\",\"id\":70,\"method\":\"tools/call\",\"params\":{\"name\":\"greet\",\"_meta\":{\"progressToken\":\"p\"}}}");
    JsonNode begins = stream.next();
    assertThat(begins.get("method").asText()).isEqualTo("notifications/progress");
    assertThat(begins.at("/params/progressToken").asText()).isEqualTo("p");
    assertThat(stream.next().at("/params/progress").asInt()).isEqualTo(1);
    assertThat(McpDesk.text(stream.next())).startsWith("Hello");
    assertThat(stream.next()).isNull();

    long start = System.nanoTime();
    CompletableFuture<Http.Answer> slow =
        CompletableFuture.supplyAsync(
            () ->
                client.says(
                    "{\"jsonrpc\":\"2.0\",\"id\":71,\"method\":\"tools/call\",\"params\":{\"name\":\"sleep\"}}"));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              client.says(
                  "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":71}}");
              return slow.isDone();
            });
    assertThat(slow.get().body()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void clients_that_watch_hear_of_new_tools() throws Exception {
    McpDesk.Older client = desk.older(desk.operator, false);
    CompletableFuture<String> heard =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                var request =
                    java.net.http.HttpRequest.newBuilder(
                            java.net.URI.create(desk.hub.url() + "/mcp"))
                        .header("Authorization", "Bearer " + client.token())
                        .header("Accept", "text/event-stream")
                        .build();
                var lines =
                    java.net.http.HttpClient.newHttpClient()
                        .send(request, java.net.http.HttpResponse.BodyHandlers.ofLines());
                return lines
                    .body()
                    .filter(line -> line.startsWith("data: "))
                    .findFirst()
                    .orElse("");
              } catch (java.io.IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    // one that came before the client watched is no news to it
    var added = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              desk.add("newcomer" + added.incrementAndGet());
              return heard.isDone();
            });
    assertThat(heard.get()).contains("notifications/tools/list_changed");
  }

  @Test
  void an_agent_is_a_tool() {
    McpDesk.Older client = desk.older(desk.operator, false);
    desk.model.says("Pens are in the drawer.");
    assertThat(McpDesk.text(client.call(1, "ask-clerk", "{\"task\":\"Where are the pens?\"}")))
        .isEqualTo("Pens are in the drawer.");
    var run = desk.hub.bean(Runs.class).page("clerk", null, null, null, null, 1).get(0);
    assertThat(run.origin().kind()).isEqualTo("mcp");
    assertThat(run.person()).isEqualTo("ops");
    assertThat(run.taint()).isNotEmpty();
    assertThat(McpDesk.text(client.call(2, "ask-clerk", "{\"run\":\"%s\"}".formatted(run.id()))))
        .isEqualTo("Pens are in the drawer.");
    assertThat(McpDesk.text(client.call(3, "ask-clerk", "{\"run\":\"x\"}")))
        .contains("There is no run 'x'");
    assertThat(McpDesk.text(client.call(4, "ask-clerk", "{}"))).contains("'task' or 'run'");
  }

  private static String audit() {
    return Http.asAdmin(desk.hub).get("/api/audit").body();
  }

  private static JsonNode named(JsonNode listed, String name) {
    for (JsonNode tool : listed.at("/result/tools")) {
      if (tool.get("name").asText().equals(name)) {
        return tool;
      }
    }
    throw new AssertionError("No tool " + name + " in " + listed);
  }
}
