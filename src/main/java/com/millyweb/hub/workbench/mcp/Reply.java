package com.millyweb.hub.workbench.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The answer to one request: JSON, or a stream of server-sent events once there is something to say
 * before its end.
 */
final class Reply {
  private static final String STREAM = "text/event-stream";

  private final HttpServletResponse response;
  private final boolean mayStream;
  private boolean streams;

  Reply(HttpServletRequest request, HttpServletResponse response) {
    this.response = response;
    this.mayStream = accepts(request, STREAM);
  }

  /** A client that says nothing takes everything, but a stream only if it says so. */
  static boolean accepts(HttpServletRequest request, String type) {
    String accept = request.getHeader("Accept");
    return accept != null && accept.contains(type);
  }

  boolean mayStream() {
    return mayStream;
  }

  /**
   * Sends a message before the end; nothing where the client takes no stream.
   *
   * @throws IOException when nobody reads any more
   */
  synchronized void send(JsonNode message) throws IOException {
    if (mayStream) {
      write("event: message\ndata: " + message + "\n\n");
    }
  }

  /**
   * Shows proxies that the connection lives, and finds out whether somebody reads.
   *
   * @throws IOException when nobody does
   */
  synchronized void breathe() throws IOException {
    if (mayStream) {
      write(": \n\n");
    }
  }

  synchronized void end(int status, JsonNode message) throws IOException {
    if (streams) {
      write("event: message\ndata: " + message + "\n\n");
      return;
    }
    byte[] body = message.toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Ends without a word, as for a request that was taken back. */
  synchronized void leave() {
    if (!streams) {
      response.setStatus(HttpServletResponse.SC_ACCEPTED);
    }
  }

  private void write(String text) throws IOException {
    if (!streams) {
      streams = true;
      response.setStatus(HttpServletResponse.SC_OK);
      response.setContentType(STREAM);
      response.setCharacterEncoding("UTF-8");
      // nginx would keep it back until it is whole
      response.setHeader("X-Accel-Buffering", "no");
    }
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    response.flushBuffer();
  }
}
