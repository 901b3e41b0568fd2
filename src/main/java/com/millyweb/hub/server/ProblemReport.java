package com.millyweb.hub.server;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Problem documents (RFC 9457) for what is refused before Spring sees it: bad request lines, hosts,
 * encodings, methods. Tomcat would write HTML. Public, as Tomcat makes it by its name.
 */
public final class ProblemReport extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < HttpServletResponse.SC_BAD_REQUEST
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    try {
      write(response, status, detail(status));
      response.finishResponse();
    } catch (IOException e) {
      // the sender is gone
    }
  }

  /** Writes what names no part of the request: it may hold anything. */
  static void write(HttpServletResponse response, int status, String detail) throws IOException {
    HttpStatus known = HttpStatus.resolve(status);
    byte[] problem =
        "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
            .formatted(known == null ? "Error" : known.getReasonPhrase(), status, detail)
            .getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/problem+json");
    response.setContentLength(problem.length);
    response.getOutputStream().write(problem);
  }

  static String detail(int status) {
    return switch (status) {
      case 400 -> "The request could not be understood.";
      case 404 -> "There is nothing here.";
      case 405 -> "This cannot be asked in this way.";
      case 408 -> "The request did not come to its end in time.";
      case 413 -> "The request is larger than it may be.";
      case 431 -> "The headers are larger than they may be.";
      case 503 -> "The hub cannot take the request now.";
      default -> status < 500 ? "The hub does not take this request." : "The hub failed.";
    };
  }
}
