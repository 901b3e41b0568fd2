package com.millyweb.hub.agent.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.model.ToolCall;
import com.millyweb.hub.model.Turn;
import java.util.ArrayList;
import java.util.List;

/** Turns of a conversation as JSON, in which they are kept and compared. */
final class Turns {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Turns() {}

  static String write(List<Turn> turns) {
    return tree(turns).toString();
  }

  static ArrayNode tree(List<Turn> turns) {
    ArrayNode all = JSON.createArrayNode();
    for (Turn turn : turns) {
      ObjectNode node = all.addObject();
      if (turn instanceof Turn.Instructions) {
        node.put("role", "system");
      } else if (turn instanceof Turn.Question) {
        node.put("role", "user");
      } else if (turn instanceof Turn.Reply reply) {
        node.put("role", "assistant");
        for (ToolCall call : reply.calls()) {
          node.withArray("calls")
              .addObject()
              .put("id", call.id())
              .put("name", call.name())
              .put("arguments", call.arguments());
        }
        if (reply.thinking() != null) {
          node.put("thinking", reply.thinking());
        }
      } else if (turn instanceof Turn.Result result) {
        node.put("role", "tool").put("call", result.call()).put("tool", result.tool());
      }
      node.put("text", turn.text());
    }
    return all;
  }

  static List<Turn> read(String text) {
    try {
      List<Turn> turns = new ArrayList<>();
      JSON.readTree(text).forEach(node -> turns.add(turn(node)));
      return turns;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The journal has turns that are no JSON", e);
    }
  }

  private static Turn turn(JsonNode node) {
    String text = node.path("text").asText();
    return switch (node.path("role").asText()) {
      case "system" -> new Turn.Instructions(text);
      case "assistant" -> {
        List<ToolCall> calls = new ArrayList<>();
        node.path("calls")
            .forEach(
                call ->
                    calls.add(
                        new ToolCall(
                            call.path("id").asText(),
                            call.path("name").asText(),
                            call.path("arguments").asText())));
        JsonNode thinking = node.get("thinking");
        yield new Turn.Reply(text, calls, thinking == null ? null : thinking.asText());
      }
      case "tool" -> new Turn.Result(node.path("call").asText(), node.path("tool").asText(), text);
      default -> new Turn.Question(text);
    };
  }
}
