package com.millyweb.hub.service.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.model.GrowingAnswer;
import com.millyweb.hub.model.ModelFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls of tools that come in pieces. A piece says by its index which call it belongs to; where a
 * server leaves that out, by its id, and without both it belongs to the last one.
 */
final class CallDeltas {
  private final List<Growing> calls = new ArrayList<>();

  private static final class Growing {
    private final int index;
    private final StringBuilder arguments = new StringBuilder();
    private String id = "";
    private String name = "";

    Growing(int index) {
      this.index = index;
    }
  }

  /** The pieces of one chunk, or whole calls. */
  void add(JsonNode pieces) {
    for (JsonNode piece : pieces) {
      String id = piece.path("id").asText("");
      Growing call = find(piece.path("index"), id);
      if (call == null) {
        call = new Growing(piece.path("index").asInt(-1));
        calls.add(call);
      }
      if (call.id.isEmpty()) {
        call.id = id;
      }
      JsonNode function = piece.path("function");
      if (call.name.isEmpty()) {
        call.name = function.path("name").asText("");
      }
      JsonNode arguments = function.path("arguments");
      // some servers write an object
      call.arguments.append(arguments.isObject() ? arguments.toString() : arguments.asText(""));
    }
  }

  private @Nullable Growing find(JsonNode index, String id) {
    Growing last = calls.isEmpty() ? null : calls.get(calls.size() - 1);
    if (!index.isNumber() && id.isEmpty()) {
      return last;
    }
    for (int i = calls.size() - 1; i >= 0; i--) {
      Growing call = calls.get(i);
      boolean named = !id.isEmpty() && !call.id.isEmpty();
      // some servers give each call the index 0, and tell them apart by their ids
      if (named ? call.id.equals(id) : index.isNumber() && call.index == index.asInt()) {
        return call;
      }
    }
    return null;
  }

  /** Now they are whole. */
  void end(GrowingAnswer answer) throws ModelFailure {
    for (Growing call : calls) {
      answer.call(call.id, call.name, call.arguments.isEmpty() ? "{}" : call.arguments.toString());
    }
  }
}
