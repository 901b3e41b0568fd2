package com.millyweb.hub.workbench.mcp;

import com.millyweb.hub.service.mcp.McpServerStatus;
import com.millyweb.hub.service.mcp.McpServers;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.api.Listing;
import com.millyweb.hub.workbench.api.Refusal;
import com.millyweb.hub.workbench.api.Text;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** MCP servers whose tools are tools of the hub. */
@RestController
@RequestMapping("/api/mcp/servers")
@Tag(name = "tools")
class McpApi {
  /** An MCP server as the API gives it. */
  @Schema(name = "McpServer")
  record McpServerView(
      String name,
      @Schema(description = "Why its tools cannot be read; absent when they can")
          @Nullable String trouble,
      @Schema(description = "When its tools were read last") @Nullable Instant looked,
      @Schema(description = "A mark of what was read, by which it is accepted") String state,
      List<McpToolView> tools) {
    static McpServerView of(McpServerStatus status) {
      return new McpServerView(
          status.name(),
          status.trouble(),
          status.looked(),
          status.state(),
          status.tools().stream().map(McpToolView::of).toList());
    }
  }

  /** A tool of such a server. */
  @Schema(name = "McpTool")
  record McpToolView(
      String name,
      @Schema(allowableValues = {"offered", "new", "changed", "gone", "unusable"}) String state,
      @Schema(description = "As the server says now") String description,
      @Schema(description = "Why it is unusable") @Nullable String reason) {
    static McpToolView of(McpServerStatus.ToolStatus tool) {
      return new McpToolView(tool.name(), tool.state(), tool.description(), tool.reason());
    }
  }

  record McpAcceptance(
      @NotBlank(message = "must be the state of the server that you looked at")
          @Text
          @Schema(description = "The state of the server that you looked at")
          String state) {}

  private final McpServers servers;

  McpApi(McpServers servers) {
    this.servers = servers;
  }

  @GetMapping
  @Operation(operationId = "listMcpServers", summary = "The MCP servers, with their tools")
  @RequiresScope(Scope.viewer)
  Listing<McpServerView> list() {
    return Listing.all(servers.list().stream().map(McpServerView::of).toList());
  }

  @PostMapping("/{name}/accept")
  @Operation(
      operationId = "acceptMcpTools",
      summary = "Accept the tools of an MCP server as they are now",
      description = "Answers 409 when they are others than in the state that was looked at.")
  @ApiResponse(responseCode = "200", description = "The server with what it offers now")
  @RequiresScope(value = Scope.operator, action = "mcp.accept")
  McpServerView accept(@PathVariable String name, @Valid @RequestBody McpAcceptance body) {
    if (servers.find(name).isEmpty()) {
      throw Refusal.notFound("MCP server", name);
    }
    if (!servers.accept(name, body.state())) {
      throw Refusal.conflict(
          "The tools of '%s' are others than in that state; look at them again".formatted(name));
    }
    return servers.find(name).map(McpServerView::of).orElseThrow();
  }
}
