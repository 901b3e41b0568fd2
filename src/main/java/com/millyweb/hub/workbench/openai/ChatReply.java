package com.millyweb.hub.workbench.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** An answer of {@code /v1/chat/completions}. */
final class ChatReply implements Reply {
  private final Asked asked;
  private final String id;
  private final HttpServletResponse response;
  private final ServerEvents events;
  private final long created = Instant.now().getEpochSecond();

  ChatReply(Asked asked, String id, HttpServletResponse response) {
    this.asked = asked;
    this.id = "chatcmpl-" + id;
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
      events.send(null, chunk(text, null));
    }
  }

  @Override
  public void idle() throws IOException {
    if (isStream()) {
      begin();
      events.send(null, chunk("", null));
    }
  }

  private void begin() throws IOException {
    if (!events.isBegun()) {
      ObjectNode first = chunk("", null);
      ((ObjectNode) first.at("/choices/0/delta")).put("role", "assistant");
      events.send(null, first);
    }
  }

  @Override
  public void end(String whole, boolean cut, Usage usage) throws IOException {
    String reason = cut ? "length" : "stop";
    if (!isStream()) {
      ObjectNode all = frame("chat.completion");
      ObjectNode choice = all.putArray("choices").addObject();
      choice.put("index", 0);
      choice.putObject("message").put("role", "assistant").put("content", whole).putNull("refusal");
      choice.putNull("logprobs").put("finish_reason", reason);
      all.set("usage", usage(usage));
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.getOutputStream().write(all.toString().getBytes(StandardCharsets.UTF_8));
      return;
    }
    begin();
    events.send(null, chunk(null, reason));
    if (asked.usage()) {
      ObjectNode last = frame("chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", usage(usage));
      events.send(null, last);
    }
    events.send(null, "[DONE]");
  }

  @Override
  public void fail(Fault fault) throws IOException {
    events.send(null, fault.json());
    events.send(null, "[DONE]");
  }

  private ObjectNode chunk(@Nullable String text, @Nullable String reason) {
    ObjectNode chunk = frame("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject();
    choice.put("index", 0);
    ObjectNode delta = choice.putObject("delta");
    if (text != null) {
      delta.put("content", text);
    }
    choice.put("finish_reason", reason);
    return chunk;
  }

  private ObjectNode frame(String object) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", asked.model());
  }

  private static ObjectNode usage(Usage usage) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("prompt_tokens", usage.prompt())
        .put("completion_tokens", usage.completion())
        .put("total_tokens", usage.prompt() + usage.completion());
  }
}
