package com.millyweb.hub.service.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.health.probe.HealthProbe;
import com.millyweb.hub.text.Digest;
import com.millyweb.hub.text.Truncate;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One MCP server, whose accepted tools are tools of the hub. */
final class McpServer implements HealthProbe {
  private static final Logger log = LoggerFactory.getLogger(McpServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_PAGES = 20;
  private static final int MOST_TOOLS = 256;
  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final int LONGEST_ERROR = 2_000;

  private final String name;
  private final McpServersProperties.Server configured;
  private final McpConnection connection;
  private final AcceptedTools accepted;
  private final Tools tools;

  /** What takes each of its tools away again, and what that is. */
  private final Map<String, Offered> offered = new TreeMap<>();

  /** As they were at the last look. */
  private Map<String, ForeignTool> seen = new TreeMap<>();

  /** Why a tool is none, by its name. */
  private final Map<String, String> unusable = new TreeMap<>();

  private @Nullable Instant looked;
  private volatile @Nullable String trouble = "it was not asked yet";
  private volatile int withheld;

  McpServer(
      String name,
      McpServersProperties.Server configured,
      McpConnection connection,
      AcceptedTools accepted,
      Tools tools) {
    this.name = name;
    this.configured = configured;
    this.connection = connection;
    this.accepted = accepted;
    this.tools = tools;
    offer();
  }

  private record Offered(ForeignTool tool, Runnable end) {}

  /** A tool that is not the one that was accepted. */
  record Change(ForeignTool tool, boolean isNew) {}

  String name() {
    return name;
  }

  /** Whether it is time to look again. */
  synchronized boolean isDue(Instant now) {
    return connection.takeChanged()
        || trouble != null
        || looked == null
        || now.isAfter(looked.plus(EVERY));
  }

  /**
   * Looks which tools there are.
   *
   * @return those that are withheld since now
   */
  List<Change> look(Instant now) {
    Map<String, ForeignTool> found;
    List<String> wrong = new ArrayList<>();
    try {
      found = list(wrong);
    } catch (McpRefusal | IOException | RuntimeException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(trouble)) {
        log.warn("No tools are read: {}", why);
      }
      trouble = why;
      return List.of();
    }
    wrong.forEach(one -> log.warn("The MCP server '{}' is partly not understood: {}", name, one));
    synchronized (this) {
      Map<String, ForeignTool> before = seen;
      seen = found;
      looked = now;
      trouble = null;
      if (accepted.isFirst()) {
        accept();
        return List.of();
      }
      return compared(before);
    }
  }

  private Map<String, ForeignTool> list(List<String> wrong) throws IOException, McpRefusal {
    Map<String, ForeignTool> found = new TreeMap<>();
    ObjectNode params = JSON.createObjectNode();
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode listed = connection.ask("tools/list", params, Map.of());
      for (JsonNode one : listed.path("tools")) {
        try {
          ForeignTool tool = ForeignTool.of(one);
          if (configured.tools().isEmpty() || configured.tools().contains(tool.name())) {
            found.put(tool.name(), tool);
          }
        } catch (IllegalArgumentException e) {
          wrong.add(String.valueOf(e.getMessage()));
        }
      }
      if (found.size() > MOST_TOOLS) {
        throw new IOException(
            "the MCP server '%s' has more than %d tools; name those that are needed in hub.mcp.servers.%s.tools"
                .formatted(name, MOST_TOOLS, name));
      }
      JsonNode next = listed.path("nextCursor");
      if (!next.isTextual()) {
        return found;
      }
      params.put("cursor", next.asText());
    }
    return found;
  }

  /** Keeps what is as it was accepted, and what the configuration names and is there first. */
  private List<Change> compared(Map<String, ForeignTool> before) {
    // what a server leaves out for once need not be accepted again
    Map<String, ForeignTool> kept = new TreeMap<>(accepted.tools());
    List<Change> news = new ArrayList<>();
    int held = 0;
    for (ForeignTool tool : seen.values()) {
      ForeignTool known = accepted.tools().get(tool.name());
      if (known == null && configured.tools().contains(tool.name())) {
        kept.put(tool.name(), tool);
        continue;
      }
      if (known == null || !known.hash().equals(tool.hash())) {
        held++;
        ForeignTool last = before.get(tool.name());
        if (last == null || !last.hash().equals(tool.hash())) {
          news.add(new Change(tool, known == null));
        }
      }
    }
    withheld = held;
    accepted.keep(kept);
    offer();
    return news;
  }

  /**
   * Accepts all tools as they were at the last look.
   *
   * @param state of that look
   * @return false when it is another one by now
   */
  synchronized boolean accept(String state) {
    if (!state().equals(state)) {
      return false;
    }
    accept();
    return true;
  }

  private void accept() {
    accepted.keep(seen);
    withheld = 0;
    offer();
  }

  /** Offers what is accepted and not other by now. */
  private void offer() {
    Map<String, ForeignTool> wanted = new TreeMap<>();
    accepted
        .tools()
        .forEach(
            (tool, one) -> {
              ForeignTool now = seen.get(tool);
              boolean gone = looked != null && now == null;
              if (!gone && (now == null || now.hash().equals(one.hash()))) {
                wanted.put(tool, one);
              }
            });
    offered
        .values()
        .removeIf(
            one -> {
              boolean stale = !one.tool().equals(wanted.get(one.tool().name()));
              if (stale) {
                one.end().run();
              }
              return stale;
            });
    unusable.clear();
    wanted.forEach(
        (tool, one) -> {
          if (!offered.containsKey(tool)) {
            offer(one);
          }
        });
  }

  private void offer(ForeignTool one) {
    try {
      Tool tool = one.tool(name, configured);
      Runnable end = tools.add(tool, arguments -> call(one, arguments));
      offered.put(one.name(), new Offered(one, end));
    } catch (IllegalArgumentException | IllegalStateException e) {
      unusable.put(one.name(), String.valueOf(e.getMessage()));
      log.warn("A tool of the MCP server '{}' is not used: {}", name, e.getMessage());
    }
  }

  private @Nullable Object call(ForeignTool tool, Map<String, Object> arguments)
      throws IOException {
    ObjectNode params = JSON.createObjectNode().put("name", tool.name());
    params.set("arguments", JSON.valueToTree(arguments));
    JsonNode result;
    try {
      result = connection.ask("tools/call", params, tool.headers(params.path("arguments")));
    } catch (McpRefusal e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    if (result.path("resultType").asText("complete").equals("input_required")) {
      throw new IllegalStateException(
          "the MCP server '%s' asks for something that the hub cannot give it".formatted(name));
    }
    String text = text(result.path("content"));
    if (result.path("isError").asBoolean()) {
      throw new IllegalStateException(Truncate.to(text, LONGEST_ERROR));
    }
    JsonNode data = result.path("structuredContent");
    return data.isObject() ? JSON.convertValue(visible(data), Object.class) : text;
  }

  private static String text(JsonNode content) {
    List<String> parts = new ArrayList<>();
    for (JsonNode part : content) {
      String type = part.path("type").asText();
      if (type.equals("text")) {
        parts.add(VisibleText.of(part.path("text").asText()));
      } else if (part.at("/resource/text").isTextual()) {
        parts.add(VisibleText.of(part.at("/resource/text").asText()));
      } else if (type.equals("resource_link")) {
        parts.add(VisibleText.of(part.path("uri").asText()));
      } else {
        parts.add("(%s, left out)".formatted(Truncate.line(VisibleText.of(type), 40)));
      }
    }
    return String.join("\n", parts);
  }

  private static JsonNode visible(JsonNode data) throws IOException {
    return JSON.readTree(VisibleText.of(data.toString()));
  }

  /** What there was at the last look, as a mark of it. */
  private String state() {
    var all = new StringBuilder();
    seen.values().forEach(tool -> all.append(tool.hash()));
    return Digest.sha256Hex(all.toString());
  }

  /** How it is, for people. */
  synchronized McpServerStatus status() {
    List<McpServerStatus.ToolStatus> all = new ArrayList<>();
    Map<String, ForeignTool> known = new LinkedHashMap<>(accepted.tools());
    known.putAll(seen);
    for (ForeignTool tool : known.values()) {
      ForeignTool was = accepted.tools().get(tool.name());
      String state =
          offered.containsKey(tool.name())
              ? "offered"
              : unusable.containsKey(tool.name())
                  ? "unusable"
                  : was == null ? "new" : seen.containsKey(tool.name()) ? "changed" : "gone";
      all.add(
          new McpServerStatus.ToolStatus(
              tool.name(),
              state,
              VisibleText.of(tool.said().path("description").asText()),
              unusable.get(tool.name())));
    }
    return new McpServerStatus(name, trouble, looked, state(), all);
  }

  @Override
  public String system() {
    return "mcp-" + name;
  }

  @Override
  public Status probe() {
    String now = trouble;
    if (now != null) {
      return looked == null && now.equals("it was not asked yet")
          ? Status.unknown(now)
          : Status.down(now);
    }
    return withheld == 0
        ? Status.up()
        : Status.degraded(
            "%d of its tools changed or are new, and are withheld until an operator accepts them (POST /api/mcp/servers/%s/accept)"
                .formatted(withheld, name));
  }

  void close() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
