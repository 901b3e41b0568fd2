package com.millyweb.hub.service.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.home.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was accepted of one server, in {@code mcp/<server>.json} of the home: its tools word for
 * word, so that they are known while it is away.
 */
final class AcceptedTools {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final URI url;
  private final boolean first;
  private Map<String, ForeignTool> tools = new TreeMap<>();

  private AcceptedTools(Path file, URI url, boolean first) {
    this.file = file;
    this.url = url;
    this.first = first;
  }

  /** Of another address nothing was accepted. */
  static AcceptedTools read(Path home, String server, URI url) {
    Path file = home.resolve("mcp").resolve(server + ".json");
    try {
      JsonNode kept = Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
      boolean same = kept.path("url").asText().equals(url.toString());
      var accepted = new AcceptedTools(file, url, !same);
      if (same) {
        for (JsonNode tool : kept.path("tools")) {
          ForeignTool read = ForeignTool.of(tool);
          accepted.tools.put(read.name(), read);
        }
      }
      return accepted;
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "%s cannot be read: %s; put it right, or delete it to accept the tools of '%s' as they are now"
              .formatted(file, e.getMessage(), server),
          e);
    }
  }

  /** Whether the server was never seen before. */
  boolean isFirst() {
    return first && tools.isEmpty();
  }

  Map<String, ForeignTool> tools() {
    return tools;
  }

  void keep(Map<String, ForeignTool> accepted) {
    if (accepted.equals(tools) && Files.exists(file)) {
      return;
    }
    ObjectNode kept = JSON.createObjectNode().put("url", url.toString());
    var all = kept.putArray("tools");
    accepted.values().forEach(tool -> all.add(tool.said()));
    try {
      PrivateFiles.createDirectory(file.getParent());
      PrivateFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(kept));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tools = new TreeMap<>(accepted);
  }
}
