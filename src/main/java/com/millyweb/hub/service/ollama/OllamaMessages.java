package com.millyweb.hub.service.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.model.OfferedTool;
import com.millyweb.hub.model.ToolCall;
import com.millyweb.hub.model.Turn;
import java.util.List;

/** A conversation as Ollama writes it, where the arguments of a call are an object. */
final class OllamaMessages {
  private OllamaMessages() {}

  static void add(ArrayNode messages, Turn turn) {
    ObjectNode message = messages.addObject().put("role", role(turn)).put("content", turn.text());
    if (turn instanceof Turn.Reply reply) {
      if (reply.thinking() != null) {
        message.put("thinking", reply.thinking());
      }
      for (ToolCall call : reply.calls()) {
        ObjectNode written = message.withArray("tool_calls").addObject().put("id", call.id());
        written.putObject("function").put("name", call.name()).set("arguments", call.sent());
      }
    } else if (turn instanceof Turn.Result result) {
      message.put("tool_name", result.tool()).put("tool_call_id", result.call());
    }
  }

  private static String role(Turn turn) {
    if (turn instanceof Turn.Instructions) {
      return "system";
    }
    if (turn instanceof Turn.Result) {
      return "tool";
    }
    return turn instanceof Turn.Reply ? "assistant" : "user";
  }

  static void offer(ArrayNode tools, List<OfferedTool> offered) {
    for (OfferedTool tool : offered) {
      tools
          .addObject()
          .put("type", "function")
          .putObject("function")
          .put("name", tool.name())
          .put("description", tool.description())
          .set("parameters", tool.parameters());
    }
  }

  /** As JSON; some templates make a text of it. */
  static String arguments(JsonNode arguments) {
    if (arguments.isMissingNode() || arguments.isNull()) {
      return "{}";
    }
    return arguments.isTextual() ? arguments.asText() : arguments.toString();
  }
}
