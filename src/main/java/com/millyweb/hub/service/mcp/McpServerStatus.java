package com.millyweb.hub.service.mcp;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an MCP server is.
 *
 * @param trouble why its tools cannot be read; null when they can
 * @param looked when they were read last
 * @param state a mark of what was read, by which it is accepted
 */
public record McpServerStatus(
    String name,
    @Nullable String trouble,
    @Nullable Instant looked,
    String state,
    List<ToolStatus> tools) {

  /**
   * @param state offered, new, changed, gone or unusable
   * @param description as it is now
   * @param reason why it is unusable
   */
  public record ToolStatus(
      String name, String state, String description, @Nullable String reason) {}
}
