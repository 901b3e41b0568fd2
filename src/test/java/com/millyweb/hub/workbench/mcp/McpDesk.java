package com.millyweb.hub.workbench.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.fake.FakeOllama;
import com.millyweb.hub.fixture.DeskRoutes;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.route.RouteFiles;
import com.millyweb.hub.workbench.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A hub with tools of every kind and an agent, and clients that speak MCP by hand. */
final class McpDesk implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final String MODEL = "qwen3:8b";

  final HubFixture hub;
  final FakeOllama model;
  final String operator;
  final String viewer;
  private final Path routes;

  private McpDesk(HubFixture hub, FakeOllama model, Path routes) {
    this.hub = hub;
    this.model = model;
    this.routes = routes;
    operator = token("ops", "operator");
    viewer = token("eve", "viewer");
  }

  static McpDesk start(Path routes, Map<String, String> settings) throws IOException {
    FakeOllama model = FakeOllama.with(MODEL);
    DeskRoutes.loop(routes);
    Files.writeString(
        routes.resolve("agent/clerk.agent.yaml"),
        "description: Knows the desk\nprompt: You work at a desk.\ntools: [desk]\n");
    write(routes, "greet", "readOnlyHint: true", "setBody: {simple: 'Hello ${header.what}'}");
    write(
        routes,
        "weigh",
        "readOnlyHint: true",
        "setBody: {jq: '{\"what\": .what, \"grams\": 12, \"token\": \"ghp_0123456789abcdefghij\"}'}");
    write(
        routes,
        "peek",
        "readOnlyHint: true\n        contentHint: true",
        "setBody: {constant: the diary}");
    write(routes, "note", "destructiveHint: false", "setBody: {constant: noted}");
    write(routes, "wipe", "destructiveHint: true", "setBody: {simple: 'wiped ${header.what}'}");
    write(
        routes,
        "fail",
        "readOnlyHint: true",
        "throwException: {exceptionType: java.lang.IllegalStateException, message: 'no token=abcdef123 here'}");
    write(routes, "sleep", "readOnlyHint: true", "delay: {constant: 20000}");
    Map<String, String> all = new HashMap<>();
    all.put("hub.model", "ollama:" + MODEL);
    all.put("hub.ollama.url", model.url());
    all.put("hub.route.watch", "false");
    all.putAll(settings);
    return new McpDesk(HubFixture.start(routes, all), model, routes);
  }

  private static void write(Path routes, String name, String hint, String step) throws IOException {
    DeskRoutes.tool(routes, name, hint + "\n        timeout: 30s", "- " + step);
  }

  void add(String name) throws IOException {
    write(routes, name, "readOnlyHint: true", "setBody: {constant: new}");
    hub.bean(RouteFiles.class).rescan();
  }

  private String token(String name, String scope) {
    return Http.asAdmin(hub)
        .post("/api/tokens", "{\"name\":\"%s\",\"scope\":\"%s\"}".formatted(name, scope))
        .json()
        .get("token")
        .asText();
  }

  /** A client of 2025-11-25 that has begun. */
  Older older(String token, boolean forms) {
    Http.Answer begun =
        Http.as(hub, token)
            .with("Accept", "application/json, text/event-stream")
            .post(
                "/mcp",
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":%s,\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"
                    .formatted(forms ? "{\"elicitation\":{}}" : "{}"));
    return new Older(this, token, begun);
  }

  record Older(McpDesk desk, String token, Http.Answer begun) {
    Http http() {
      return Http.as(desk.hub, token)
          .with("Accept", "application/json, text/event-stream")
          .with("MCP-Protocol-Version", "2025-11-25")
          .with(
              "Mcp-Session-Id",
              begun.response().headers().firstValue("Mcp-Session-Id").orElseThrow());
    }

    Http.Answer says(String message) {
      return http().post("/mcp", message);
    }

    JsonNode asks(int id, String method, String params) {
      return says("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
              .formatted(id, method, params))
          .json();
    }

    JsonNode call(int id, String tool, String arguments) {
      return asks(
          id, "tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
    }

    /** Begins a call whose answer is a stream. */
    Stream stream(String message) {
      try {
        var connection =
            (HttpURLConnection) URI.create(desk.hub.url() + "/mcp").toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setReadTimeout(20_000);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Accept", "application/json, text/event-stream");
        connection.setRequestProperty("MCP-Protocol-Version", "2025-11-25");
        connection.setRequestProperty(
            "Mcp-Session-Id",
            begun.response().headers().firstValue("Mcp-Session-Id").orElseThrow());
        connection.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
        return new Stream(
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  record Stream(BufferedReader in) {
    /** The next message; null at the end. */
    JsonNode next() throws IOException {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("data: ")) {
          return JSON.readTree(line.substring(6));
        }
      }
      return null;
    }
  }

  /** A request of 2026-07-28. */
  Http.Answer modern(String token, String method, ObjectNode params, String capabilities) {
    return modern(token, method, params, capabilities, Map.of());
  }

  /**
   * @param headers other ones than belong to it
   */
  Http.Answer modern(
      String token,
      String method,
      ObjectNode params,
      String capabilities,
      Map<String, String> headers) {
    try {
      ObjectNode meta = params.putObject("_meta");
      meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
      meta.set("io.modelcontextprotocol/clientCapabilities", JSON.readTree(capabilities));
      ObjectNode message =
          JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
      message.set("params", params);
      Map<String, String> all = new HashMap<>();
      all.put("Accept", "application/json, text/event-stream");
      all.put("MCP-Protocol-Version", "2026-07-28");
      all.put("Mcp-Method", method);
      if (params.has("name")) {
        all.put("Mcp-Name", params.get("name").asText());
      }
      all.putAll(headers);
      Http http = Http.as(hub, token);
      for (var header : all.entrySet()) {
        http = header.getValue().isEmpty() ? http : http.with(header.getKey(), header.getValue());
      }
      return http.post("/mcp", message.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode call(String tool, String what) {
    ObjectNode params = JSON.createObjectNode().put("name", tool);
    params.putObject("arguments").put("what", what);
    return params;
  }

  static List<String> names(JsonNode listed) {
    List<String> names = new ArrayList<>();
    listed.at("/result/tools").forEach(tool -> names.add(tool.get("name").asText()));
    return names;
  }

  static String text(JsonNode answer) {
    return answer.at("/result/content/0/text").asText();
  }

  @Override
  public void close() {
    hub.close();
    model.close();
  }
}
