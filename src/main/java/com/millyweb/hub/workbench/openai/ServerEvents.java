package com.millyweb.hub.workbench.openai;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes server-sent events, each at once. */
final class ServerEvents {
  private final HttpServletResponse response;
  private boolean begun;

  ServerEvents(HttpServletResponse response) {
    this.response = response;
  }

  boolean isBegun() {
    return begun;
  }

  void send(@Nullable String event, JsonNode data) throws IOException {
    send(event, data.toString());
  }

  void send(@Nullable String event, String data) throws IOException {
    if (!begun) {
      begun = true;
      response.setContentType("text/event-stream;charset=UTF-8");
      response.setHeader("X-Accel-Buffering", "no");
    }
    String text = (event == null ? "" : "event: " + event + "\n") + "data: " + data + "\n\n";
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    response.flushBuffer();
  }
}
