package com.millyweb.hub.workbench.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** An answer of {@code /v1/responses}: one message with one text. */
final class ResponseReply implements Reply {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Asked asked;
  private final String id;
  private final HttpServletResponse response;
  private final ServerEvents events;
  private final long created = Instant.now().getEpochSecond();
  private final StringBuilder said = new StringBuilder();
  private int number;

  ResponseReply(Asked asked, String id, HttpServletResponse response) {
    this.asked = asked;
    this.id = id;
    this.response = response;
    this.events = new ServerEvents(response);
  }

  @Override
  public boolean isStream() {
    return asked.stream();
  }

  @Override
  public boolean isBegun() {
    return events.isBegun();
  }

  @Override
  public void part(String text) throws IOException {
    if (isStream()) {
      begin();
      said.append(text);
      send("response.output_text.delta", place().put("delta", text));
    }
  }

  @Override
  public void idle() throws IOException {
    if (isStream()) {
      begin();
      send("response.output_text.delta", place().put("delta", ""));
    }
  }

  private void begin() throws IOException {
    if (events.isBegun()) {
      return;
    }
    for (String type : new String[] {"response.created", "response.in_progress"}) {
      ObjectNode event = JSON.objectNode();
      event.set("response", response("in_progress", null, null, null));
      send(type, event);
    }
    ObjectNode item = JSON.objectNode().put("output_index", 0);
    ObjectNode message = message("in_progress", null);
    item.set("item", message);
    send("response.output_item.added", item);
    ObjectNode part = place();
    part.set("part", text(""));
    send("response.content_part.added", part);
  }

  @Override
  public void end(String whole, boolean cut, Usage usage) throws IOException {
    String status = cut ? "incomplete" : "completed";
    if (!isStream()) {
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response
          .getOutputStream()
          .write(response(status, whole, usage, null).toString().getBytes(StandardCharsets.UTF_8));
      return;
    }
    begin();
    String all = said.toString();
    send("response.output_text.done", place().put("text", all));
    ObjectNode part = place();
    part.set("part", text(all));
    send("response.content_part.done", part);
    ObjectNode item = JSON.objectNode().put("output_index", 0);
    item.set("item", message("completed", all));
    send("response.output_item.done", item);
    ObjectNode end = JSON.objectNode();
    end.set("response", response(status, all, usage, null));
    send("response." + status, end);
  }

  @Override
  public void fail(Fault fault) throws IOException {
    ObjectNode end = JSON.objectNode();
    end.set("response", response("failed", said.toString(), null, fault));
    send("response.failed", end);
  }

  private void send(String type, ObjectNode event) throws IOException {
    event.put("type", type).put("sequence_number", number++);
    events.send(type, event);
  }

  private ObjectNode place() {
    return JSON.objectNode()
        .put("item_id", "msg_" + id)
        .put("output_index", 0)
        .put("content_index", 0);
  }

  private static ObjectNode text(String text) {
    ObjectNode part = JSON.objectNode().put("type", "output_text").put("text", text);
    part.putArray("annotations");
    return part;
  }

  private ObjectNode message(String status, @Nullable String text) {
    ObjectNode message =
        JSON.objectNode()
            .put("id", "msg_" + id)
            .put("type", "message")
            .put("status", status)
            .put("role", "assistant");
    var content = message.putArray("content");
    if (text != null) {
      content.add(text(text));
    }
    return message;
  }

  private ObjectNode response(
      String status, @Nullable String text, @Nullable Usage usage, @Nullable Fault fault) {
    ObjectNode all =
        JSON.objectNode()
            .put("id", "resp_" + id)
            .put("object", "response")
            .put("created_at", created)
            .put("status", status)
            .put("model", asked.model());
    var output = all.putArray("output");
    if (text != null) {
      output.add(message(status, text));
    }
    if (usage == null) {
      all.putNull("usage");
    } else {
      ObjectNode counted = all.putObject("usage");
      counted.put("input_tokens", usage.prompt());
      counted.putObject("input_tokens_details").put("cached_tokens", 0);
      counted.put("output_tokens", usage.completion());
      counted.putObject("output_tokens_details").put("reasoning_tokens", 0);
      counted.put("total_tokens", usage.prompt() + usage.completion());
    }
    if (fault == null) {
      all.putNull("error");
    } else {
      all.putObject("error").put("code", "server_error").put("message", fault.getMessage());
    }
    if (status.equals("incomplete")) {
      all.putObject("incomplete_details").put("reason", "max_output_tokens");
    } else {
      all.putNull("incomplete_details");
    }
    all.putNull("instructions").putNull("previous_response_id");
    all.putObject("metadata");
    all.put("parallel_tool_calls", true).put("tool_choice", "auto");
    all.putArray("tools");
    all.putNull("temperature").putNull("top_p");
    return all;
  }
}
