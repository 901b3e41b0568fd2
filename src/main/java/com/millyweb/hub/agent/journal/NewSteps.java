package com.millyweb.hub.agent.journal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.database.Rows;
import com.millyweb.hub.model.ModelAnswer;
import com.millyweb.hub.model.ToolCall;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An answer and the calls that it wants as rows, in the JSON that {@code turn.sql} takes. */
final class NewSteps {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private NewSteps() {}

  static String json(Asked asked, List<PlannedCall> calls) {
    ArrayNode rows = JSON.arrayNode();
    rows.add(answer(asked));
    calls.forEach(call -> rows.add(call(call)));
    return rows.toString();
  }

  private static ObjectNode answer(Asked asked) {
    ModelAnswer given = asked.answered().answer();
    ObjectNode row =
        JSON.objectNode()
            .put("seq", asked.seq())
            .put("kind", "model")
            .put("state", "done")
            .put("name", text(asked.answered().model()))
            .put("result", text(asked.text()))
            .put("thinking", text(asked.thinking()))
            .put("request", asked.request())
            .put("tools", asked.tools())
            .put("tokens_in", given.tokensIn())
            .put("tokens_out", given.tokensOut())
            .put("cost", asked.cost())
            .put("took_ms", asked.answered().took().toMillis())
            .put("first_ms", asked.firstMillis())
            .put("error", given.cut() ? "cut: there was no more room" : null)
            .put("over", true);
    if (!asked.calls().isEmpty()) {
      ArrayNode calls = row.putArray("calls");
      for (ToolCall call : asked.calls()) {
        calls
            .addObject()
            .put("id", text(call.id()))
            .put("name", text(call.name()))
            .put("arguments", text(call.arguments()));
      }
    }
    return row;
  }

  private static ObjectNode call(PlannedCall call) {
    return JSON.objectNode()
        .put("seq", call.seq())
        .put("kind", "tool")
        .put("state", call.state().name().toLowerCase(Locale.ROOT))
        .put("name", text(call.tool()))
        .put("call", text(call.call()))
        .put("arguments", text(call.arguments()))
        .put("result", text(call.result()))
        .put("error", text(call.error()))
        .put("decision", call.decision())
        .put("over", !call.isOpen());
  }

  private static @Nullable String text(@Nullable String text) {
    return text == null ? null : Rows.storable(text);
  }
}
