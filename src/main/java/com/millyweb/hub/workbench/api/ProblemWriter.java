package com.millyweb.hub.workbench.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Writes problem documents (RFC 9457) where Spring MVC does not reach: in the filter. */
@Component
public final class ProblemWriter implements RefusalWriter {
  private static final Logger log = LoggerFactory.getLogger(ProblemWriter.class);

  private final ObjectMapper json;

  ProblemWriter(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public void write(
      HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setInstance(URI.create(request.getRequestURI()));
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), problem);
  }

  /** Ends an answer that has begun already, as JSON may: with blanks. */
  void end(HttpServletRequest request, HttpServletResponse response, ProblemDetail problem) {
    problem.setInstance(URI.create(request.getRequestURI()));
    try {
      json.writeValue(response.getOutputStream(), problem);
    } catch (IOException e) {
      log.debug("{}: nobody waits for the answer any more", request.getRequestURI(), e);
    }
  }

  @Override
  public void unavailable(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, "1");
    write(request, response, HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer");
  }
}
