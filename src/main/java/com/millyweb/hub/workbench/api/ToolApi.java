package com.millyweb.hub.workbench.api;

import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.tool.NoSuchTool;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.Tools;
import com.millyweb.hub.tool.WrongArguments;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The routes that have a contract, and calls of them. */
@RestController
@RequestMapping("/api/tools")
@Tag(name = "tools")
class ToolApi {
  /** A tool as the API gives it. */
  @Schema(name = "Tool")
  record ToolView(
      String name,
      String title,
      String description,
      List<String> tags,
      @Schema(description = "The parameters as a JSON Schema") Map<String, Object> parameters,
      @Schema(description = "Whether it changes nothing") boolean readOnly,
      @Schema(description = "Whether it may destroy something") boolean destructive,
      @Schema(description = "Whether a second call with the same arguments changes nothing more")
          boolean idempotent,
      @Schema(description = "Whether it reaches beyond the hub's own systems") boolean openWorld,
      @Schema(description = "The id of its route") String route,
      @Schema(description = "Seconds that a call may take") long timeout) {
    static ToolView of(Tool tool) {
      Tool.Hints hints = tool.hints();
      return new ToolView(
          tool.name(),
          tool.title(),
          tool.description(),
          tool.tags(),
          tool.schema(),
          hints.readOnly(),
          hints.destructive(),
          hints.idempotent(),
          hints.openWorld(),
          tool.route(),
          tool.timeout().toSeconds());
    }
  }

  record ToolCall(
      @Schema(description = "By the names of the parameters")
          @Nullable Map<String, @Nullable Object> arguments) {}

  record ToolAnswer(
      @Schema(description = "A map, list, number, boolean or text") @Nullable Object result) {}

  private final Tools tools;

  ToolApi(Tools tools) {
    this.tools = tools;
  }

  @GetMapping
  @Operation(operationId = "listTools", summary = "The tools, with their contracts")
  @RequiresScope(Scope.viewer)
  Listing<ToolView> list() {
    return Listing.all(tools.list().stream().map(ToolView::of).toList());
  }

  @PostMapping("/{name}")
  @Operation(
      operationId = "callTool",
      summary = "Call a tool",
      description =
          "Answers 502 when the tool failed, and 504 when it did not answer within its timeout.")
  @ApiResponse(responseCode = "200", description = "What the tool answered")
  @RequiresScope(value = Scope.operator, action = "tool.call")
  ToolAnswer call(
      @PathVariable String name, @RequestBody ToolCall body, HttpServletRequest request) {
    ScopeInterceptor.note(request, Map.of("tool", name));
    try {
      Map<?, ?> arguments = body.arguments() == null ? Map.of() : body.arguments();
      return new ToolAnswer(tools.call(name, arguments, null));
    } catch (NoSuchTool e) {
      throw new Refusal(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()));
    } catch (WrongArguments e) {
      throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (TimeoutException e) {
      throw new Refusal(HttpStatus.GATEWAY_TIMEOUT, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "The hub stops");
    } catch (Exception e) {
      throw new Refusal(HttpStatus.BAD_GATEWAY, failure(name, e));
    }
  }

  private static String failure(String name, Exception failure) {
    String message = failure.getMessage();
    String why = message == null ? failure.getClass().getSimpleName() : message;
    return Redaction.instance().redact("Tool '%s' failed: %s".formatted(name, why));
  }
}
