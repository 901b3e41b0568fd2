package com.millyweb.hub.service.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.model.OfferedTool;
import com.millyweb.hub.model.ToolCall;
import com.millyweb.hub.model.Turn;
import java.util.List;

/** A conversation as OpenAI writes it, where the arguments of a call are a text. */
final class OpenAiMessages {
  private OpenAiMessages() {}

  static void add(ArrayNode messages, Turn turn) {
    ObjectNode message = messages.addObject();
    if (turn instanceof Turn.Reply reply) {
      message.put("role", "assistant");
      if (reply.text().isEmpty() && !reply.calls().isEmpty()) {
        message.putNull("content");
      } else {
        message.put("content", reply.text());
      }
      for (ToolCall call : reply.calls()) {
        message
            .withArray("tool_calls")
            .addObject()
            .put("id", call.id())
            .put("type", "function")
            .putObject("function")
            .put("name", call.name())
            // servers read them, and refuse the conversation for good when they are broken
            .put("arguments", call.sent().toString());
      }
    } else if (turn instanceof Turn.Result result) {
      message.put("role", "tool").put("tool_call_id", result.call()).put("content", result.text());
    } else {
      message
          .put("role", turn instanceof Turn.Instructions ? "system" : "user")
          .put("content", turn.text());
    }
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
}
