package com.millyweb.hub.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.PlayedHttp;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.route.RouteFiles;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tools are routes: dropped into a folder, called by the API and by flows, gone with their file.
 */
class ToolTest {
  private static final String GREET =
      """
      - route:
          id: tool.greet
          description: Greets somebody
          from:
            uri: ai-tool:greet
            parameters:
              description: "Greets one person, & says how often; 100 % polite"
              title: "#1 greeting"
              tags: people, words
              parameter.who: string
              parameter.who.description: "Whom, e.g. Ann + Bob"
              parameter.who.required: true
              parameter.times: integer
              parameter.tone: string
              parameter.tone.enum: kind, rude
              readOnlyHint: true
              openWorldHint: false
              timeout: 5s
            steps:
              - setBody: {simple: "Hello ${header.who}, ${body[times]} times, ${header.tone}${header.secret}"}
      """;

  private static @TempDir Path routes;
  private static HubFixture hub;
  private static PlayedHttp shop;

  @BeforeAll
  static void start() throws Exception {
    write("tool/greet.camel.yaml", GREET);
    shop = PlayedHttp.start();
    hub =
        HubFixture.start(
            routes, Map.of("hub.route.watch", "false", "hub.egress.allow", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    hub.close();
    shop.close();
  }

  @Test
  void contract_is_listed_as_it_is_written() {
    JsonNode tool = named("greet");
    assertThat(tool.get("description").asText())
        .isEqualTo("Greets one person, & says how often; 100 % polite");
    assertThat(tool.get("title").asText()).isEqualTo("#1 greeting");
    assertThat(tool.get("tags").toString()).isEqualTo("[\"people\",\"words\"]");
    assertThat(tool.get("readOnly").asBoolean()).isTrue();
    assertThat(tool.get("destructive").asBoolean()).isFalse();
    assertThat(tool.get("idempotent").asBoolean()).isTrue();
    assertThat(tool.get("openWorld").asBoolean()).isFalse();
    assertThat(tool.get("parameters").toString())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{"
                + "\"who\":{\"type\":\"string\",\"description\":\"Whom, e.g. Ann + Bob\"},"
                + "\"times\":{\"type\":\"integer\"},"
                + "\"tone\":{\"type\":\"string\",\"enum\":[\"kind\",\"rude\"]}},"
                + "\"required\":[\"who\"],\"additionalProperties\":false}");
  }

  @Test
  void call_takes_what_the_contract_says_and_nothing_else() {
    assertThat(call("greet", "{\"who\":\"Ann\",\"times\":\"3\",\"tone\":\"kind\"}"))
        .isEqualTo("200 {\"result\":\"Hello Ann, 3 times, kind\"}");
    assertThat(call("greet", "{\"who\":\"${header.tone}\"}"))
        .isEqualTo("200 {\"result\":\"Hello ${header.tone},  times, \"}");
    assertThat(call("greet", "{}")).startsWith("400 ").contains("Tool 'greet' needs 'who'");
    assertThat(call("greet", "{\"who\":null}")).startsWith("400 ").contains("needs 'who'");
    assertThat(call("greet", "{\"who\":\"a\",\"secret\":\"x\"}"))
        .startsWith("400 ")
        .contains("has no parameter 'secret'; it takes who, times, tone");
    assertThat(call("greet", "{\"who\":\"a\",\"times\":1.5}"))
        .startsWith("400 ")
        .contains("'times' must be of type integer, was: '1.5'");
    assertThat(call("greet", "{\"who\":\"a\",\"times\":\"1e999999999\"}")).startsWith("400 ");
    assertThat(call("greet", "{\"who\":\"a\",\"tone\":\"loud\"}"))
        .startsWith("400 ")
        .contains("'tone' must be one of kind, rude");
    assertThat(call("gret", "{}")).startsWith("404 ").contains("did you mean 'greet'?");
  }

  /** Models see all that is wrong at once, with its place. */
  @Test
  void arguments_of_every_shape_are_held_against_their_schema() throws Exception {
    write(
        "tool/order.json",
        """
        {"type": "object", "required": ["address"], "additionalProperties": false,
         "properties": {
           "address": {"$ref": "#/$defs/address"},
           "lines": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["sku"],
             "properties": {"sku": {"type": "string"}, "count": {"type": "integer", "minimum": 1}, "gift": {"type": "boolean"}}}}},
         "$defs": {"address": {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}, "zip": {"type": "number"}}}}}
        """);
    write(
        "tool/order.camel.yaml",
        """
        - route:
            id: tool.order
            description: Orders
            from:
              uri: ai-tool:order
              parameters:
                description: Orders something
                parameter.order: object
                parameter.order.schema: order.json
                parameter.order.description: "What, & where to"
                parameter.order.required: true
                parameter.tags: array
                parameter.tags.items: string
                parameter.size: integer
                parameter.size.enum: 1, 2, 3
                parameter.window.schema: '{"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"}'
                idempotentHint: true
              steps:
                - setBody: {simple: "${body}"}
        """);
    rescan();
    assertThat(problems("tool/order.camel.yaml")).isEqualTo("[]");
    Tool tool = hub.bean(Tools.class).find("order").orElseThrow();
    assertThat(tool.effect()).isEqualTo(Tool.Effect.REPEATABLE);
    assertThat(tool.schema()).isEqualTo(hub.bean(Tools.class).find("order").orElseThrow().schema());
    assertThat(named("order").at("/parameters/properties/order/properties/address/$ref").asText())
        .isEqualTo("#/properties/order/$defs/address");
    assertThat(
            call(
                "order",
                "{\"order\":{\"address\":{\"city\":\"Ulm\",\"zip\":\"89073\"},\"lines\":[{\"sku\":7,\"count\":\"2\",\"gift\":\"true\"}]},\"tags\":\"[\\\"a\\\"]\",\"size\":\"2\",\"window\":\"08:30\"}"))
        .isEqualTo(
            "200 {\"result\":{\"order\":{\"address\":{\"city\":\"Ulm\",\"zip\":89073},\"lines\":[{\"sku\":\"7\",\"count\":2,\"gift\":true}]},\"tags\":[\"a\"],\"size\":2,\"window\":\"08:30\"}}");
    assertThat(
            call(
                "order",
                "{\"order\":{\"adress\":1,\"lines\":[{\"sku\":\"a\",\"count\":0},{\"count\":\"many\"}]},\"size\":9,\"window\":\"noon\",\"tag\":[]}"))
        .startsWith("400 ")
        .contains(
            "it needs 'order/address'",
            "'order' has no field 'adress'; it takes address, lines; did you mean 'address'?",
            "'order/lines/0/count': must have a minimum value of 1, was: '0'",
            "'order/lines/1/count' must be of type integer, was: 'many'",
            "it needs 'order/lines/1/sku'",
            "'size' must be one of 1, 2, 3, was: '9'",
            "'window': ",
            "was: 'noon'",
            "it has no parameter 'tag'; it takes order, tags, size, window; did you mean 'tags'?");
    assertThat(call("order", "{\"order\":\"x\"}"))
        .contains("Tool 'order': 'order' must be of type object, was: 'x'");
    Files.writeString(routes.resolve("tool/order.json"), "{\"type\": \"objekt\"}");
    rescan();
    assertThat(problems("tool/order.camel.yaml"))
        .contains("'parameter.order.schema' is no JSON Schema");
    Files.delete(routes.resolve("tool/order.json"));
    Files.delete(routes.resolve("tool/order.camel.yaml"));
    rescan();
  }

  @Test
  void tool_that_hangs_is_ended_and_one_that_fails_says_why() throws Exception {
    write(
        "tool/slow.camel.yaml",
        """
        - route:
            id: tool.slow
            description: Waits
            from:
              uri: ai-tool:slow
              parameters: {description: Waits for ever, timeout: 1s}
              steps:
                - to: "%s/hang"
        """
            .formatted(shop.url()));
    shop.hangOn("/hang");
    write(
        "tool/broken.camel.yaml",
        """
        - route:
            id: tool.broken
            description: Fails
            from:
              uri: ai-tool:broken
              parameters: {description: Fails}
              steps:
                - throwException: {exceptionType: java.lang.IllegalStateException, message: "the disk is full"}
        """);
    rescan();
    assertThat(call("slow", "{}")).startsWith("504 ").contains("gave no answer within 1 s");
    assertThat(call("broken", "{}"))
        .startsWith("502 ")
        .contains("Tool 'broken' failed: the disk is full");
  }

  @Test
  void dropped_file_is_a_tool_at_once_and_a_deleted_one_is_none() throws Exception {
    String file = "tool/wake-nas.camel.yaml";
    write(file, tool("wake-nas", "tool.wake-nas", "awake"));
    rescan();
    assertThat(call("wake-nas", "{}")).isEqualTo("200 {\"result\":\"awake\"}");
    write(file, tool("wake-nas", "tool.wake-nas", "up"));
    rescan();
    assertThat(call("wake-nas", "{}")).isEqualTo("200 {\"result\":\"up\"}");
    Files.delete(routes.resolve(file));
    rescan();
    assertThat(call("wake-nas", "{}")).startsWith("404 ");
  }

  @Test
  void bad_contracts_are_refused_with_their_rule() throws Exception {
    write("tool/twin.camel.yaml", tool("greet", "tool.twin", "x"));
    write(
        "tool/mute.camel.yaml",
        tool("mute", "tool.mute", "x").replace("{description: Does", "{title: Does"));
    write(
        "tool/typo.camel.yaml",
        tool("typo", "tool.typo", "x")
            .replace("{description: D", "{parameter.a: text, description: D"));
    write(
        "tool/part.camel.yaml",
        tool("part", "tool.part", "x")
            .replace(
                "{description: D",
                "{parameter.a: string, parameter.a.requird: true, description: D"));
    write(
        "tool/time.camel.yaml",
        tool("time", "tool.time", "x").replace("{description: D", "{timeout: 5, description: D"));
    write(
        "flow/call.camel.yaml",
        """
        - route:
            id: flow.call
            description: Calls what is not there
            from:
              uri: event:never
              steps:
                - to: ai-tool:gret
        """);
    rescan();
    assertThat(problems("tool/twin.camel.yaml"))
        .contains(
            "'ai-tool:greet' is the start of another route already, in tool/greet.camel.yaml");
    assertThat(problems("tool/mute.camel.yaml")).contains("Tool 'mute' needs a description");
    assertThat(problems("tool/typo.camel.yaml"))
        .contains(
            "parameter.a must be string, integer, number, boolean, array or object, was: 'text'");
    assertThat(problems("tool/part.camel.yaml"))
        .contains("parameter.a has no 'requird'")
        .contains("did you mean 'required'?");
    assertThat(problems("tool/time.camel.yaml")).contains("timeout must be 1s to 1h, was: '5'");
    assertThat(problems("flow/call.camel.yaml")).contains("No route starts at 'ai-tool:gret'");
    for (String file :
        List.of("tool/twin", "tool/mute", "tool/typo", "tool/part", "tool/time", "flow/call")) {
      Files.delete(routes.resolve(file + ".camel.yaml"));
    }
    rescan();
  }

  /** What it tells is committed with the flow, and is not told twice by one that is tried again. */
  @Test
  void flow_calls_a_tool_whose_notices_are_the_flows() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    shop.on(
        "/once",
        http -> PlayedHttp.send(http, asked.incrementAndGet() == 1 ? 500 : 200, new byte[0]));
    write(
        "tool/tell.camel.yaml",
        """
        - route:
            id: tool.tell
            description: Tells ops
            from:
              uri: ai-tool:tell
              parameters: {description: Tells ops, parameter.text: string, parameter.text.required: true}
              steps:
                - to:
                    uri: notify:ops
                    parameters: {text: "${body[text]} of ${header.ce-type}${header.own}"}
                - setBody: {constant: told}
        """);
    write(
        "flow/teller.camel.yaml",
        """
        - route:
            id: flow.teller
            description: Tells by a tool, and fails the first time
            from:
              uri: event:teller
              parameters: {backoff: 10ms}
              steps:
                - setHeader: {name: own, constant: leaked}
                - to:
                    uri: ai-tool:tell
                    parameters: {argument.text: "Order ${body[n]} & more"}
                - setProperty: {name: said, simple: "${body}"}
                - to: "%s/once"
                - to:
                    uri: notify:ops
                    parameters: {text: "${exchangeProperty.said} ${header.own}"}
        """
            .formatted(shop.url()));
    rescan();
    hub.bean(EventLog.class)
        .append(NewEvent.json("teller", "test", "{\"n\":7}".getBytes(UTF_8)))
        .join();
    await("both notices", () -> texts().contains("told leaked"));
    assertThat(asked).hasValue(2);
    assertThat(texts()).containsExactlyInAnyOrder("Order 7 \\& more of teller", "told leaked");
  }

  private static List<String> texts() {
    return JdbcClient.create(hub.database().dataSource())
        .sql(
            """
            select t.text
              from event, lateral (select convert_from(data, 'UTF8')::json ->> 'text') t(text)
             where type like 'notify.%' and (t.text like 'Order%' or t.text like 'told%')
            """)
        .query(String.class)
        .list();
  }

  private static String tool(String name, String id, String answer) {
    return """
    - route:
        id: %2$s
        description: Does one thing
        from:
          uri: ai-tool:%1$s
          parameters: {description: Does one thing}
          steps:
            - setBody: {constant: %3$s}
    """
        .formatted(name, id, answer);
  }

  private static JsonNode named(String name) {
    for (JsonNode tool : Http.asAdmin(hub).get("/api/tools").json().get("items")) {
      if (tool.get("name").asText().equals(name)) {
        return tool;
      }
    }
    throw new AssertionError("There is no tool " + name);
  }

  private static String call(String name, String arguments) {
    Http.Answer answer =
        Http.asAdmin(hub).post("/api/tools/" + name, "{\"arguments\":%s}".formatted(arguments));
    return answer.status() + " " + answer.body();
  }

  private static String problems(String file) {
    return hub.bean(RouteFiles.class).find(file).orElseThrow().problems().toString();
  }

  private static void write(String file, String yaml) throws IOException {
    Path path = routes.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, yaml);
  }

  private static void rescan() {
    hub.bean(RouteFiles.class).rescan();
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(30)).until(condition);
  }
}
