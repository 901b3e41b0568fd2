package com.millyweb.hub.workbench.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clients of the protocol's own makers at work. They are in the folder MCP_CLIENTS: {@code
 * bin/python} with PyPI's mcp, and {@code node_modules} with npm's @modelcontextprotocol/sdk.
 */
class McpClientsTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/mcp");
  private static @TempDir Path routes;
  private static McpDesk desk;
  private static Path clients;

  @BeforeAll
  static void start() throws Exception {
    String folder = System.getenv("MCP_CLIENTS");
    boolean there = folder != null && Files.isDirectory(Path.of(folder));
    if (!there) {
      boolean required =
          List.of(System.getenv().getOrDefault("HUB_REQUIRE", "").split(",")).contains("mcp");
      if (required) {
        throw new IllegalStateException("HUB_REQUIRE names mcp, and MCP_CLIENTS no folder");
      }
      System.out.println("Skipped: official clients of MCP, because there is no MCP_CLIENTS");
    }
    Assumptions.assumeTrue(there, "no MCP_CLIENTS");
    clients = Path.of(folder);
    desk = McpDesk.start(routes, Map.of());
  }

  @AfterAll
  static void stop() {
    if (desk != null) {
      desk.close();
    }
  }

  @Test
  void python_of_the_older_era() throws Exception {
    JsonNode seen = python("legacy");
    assertThat(seen.get("version").asText()).isEqualTo("2025-11-25");
    sees(seen);
  }

  @Test
  void python_of_the_newer_era() throws Exception {
    sees(python("2026-07-28"));
    JsonNode seen = python("auto");
    assertThat(seen.get("version").asText()).isEqualTo("2026-07-28");
    sees(seen);
  }

  @Test
  void node() throws Exception {
    sees(
        said(
            Programs.run(
                "node",
                List.of(
                    SCRIPTS.resolve("client.mjs").toString(),
                    clients.toString(),
                    desk.hub.url() + "/mcp",
                    desk.operator))));
  }

  private static JsonNode python(String mode) throws Exception {
    return said(
        Programs.run(
            clients.resolve("bin/python").toString(),
            List.of(
                SCRIPTS.resolve("client.py").toString(),
                desk.hub.url() + "/mcp",
                desk.operator,
                mode)));
  }

  private static JsonNode said(Programs.Said said) throws Exception {
    assertThat(said.code()).as(said.text()).isZero();
    return McpDesk.JSON.readTree(said.text().lines().reduce("", (all, line) -> line));
  }

  private static void sees(JsonNode seen) {
    assertThat(seen.get("tools").toString()).contains("greet", "wipe", "ask-clerk");
    assertThat(seen.get("greeted").asText()).isEqualTo("Hello Zoë");
    assertThat(seen.get("grams").asInt()).isEqualTo(12);
    assertThat(seen.get("failed").asBoolean()).isTrue();
    assertThat(seen.get("wiped").asText()).isEqualTo("wiped disk");
    assertThat(seen.get("asked").toString()).contains("May 'wipe' be called");
    assertThat(seen.at("/progress/0").asInt(-1)).isZero();
    assertThat(seen.at("/progress/1").asInt()).isEqualTo(1);
  }
}
