package com.millyweb.hub.workbench.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;

/**
 * Begins an answer that takes long with blanks, as JSON may: that they cannot be sent is how a
 * client's end is noticed.
 */
final class Blanks {
  private static final String BEGUN = Blanks.class.getName();

  private Blanks() {}

  /**
   * @throws IOException when nobody waits any more
   */
  static void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (!response.isCommitted()) {
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      request.setAttribute(BEGUN, true);
    }
    response.getOutputStream().write(' ');
    response.flushBuffer();
  }

  /** Whether the status is sent already, but nothing of the answer. */
  static boolean haveBegun(HttpServletRequest request) {
    return request.getAttribute(BEGUN) != null;
  }
}
