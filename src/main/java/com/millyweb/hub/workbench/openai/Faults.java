package com.millyweb.hub.workbench.openai;

import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.server.IncomingBody;
import com.millyweb.hub.workbench.api.Refusal;
import com.millyweb.hub.workbench.api.RefusalWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.apache.catalina.connector.ClientAbortException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Writes what goes wrong as OpenAI does. */
@RestControllerAdvice(basePackageClasses = Faults.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class Faults implements RefusalWriter {
  private static final Logger log = LoggerFactory.getLogger(Faults.class);

  @Override
  public void write(
      HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    write(response, Fault.of(status, detail));
  }

  @Override
  public void unavailable(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    write(request, response, HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer");
  }

  @ExceptionHandler
  void any(Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (failure instanceof ClientAbortException || response.isCommitted()) {
      log.debug("Nobody waits for {} any more", request.getRequestURI(), failure);
      return;
    }
    write(response, fault(failure, request));
  }

  static Fault fault(Exception failure, HttpServletRequest request) {
    if (failure instanceof Fault fault) {
      return fault;
    }
    if (failure instanceof Refusal refusal) {
      return Fault.of(refusal.status(), String.valueOf(refusal.getMessage()));
    }
    if (failure instanceof IncomingBody.TooSlow) {
      return Fault.of(HttpStatus.REQUEST_TIMEOUT, "The body did not come in time");
    }
    if (failure instanceof EventLogUnavailable
        || failure instanceof DataAccessException
        || failure instanceof TransactionException) {
      log.warn(
          "{} got no answer from the database: {}", request.getRequestURI(), failure.getMessage());
      return Fault.of(HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer");
    }
    UUID reference = UUID.randomUUID();
    log.error("{} failed, reference {}", request.getRequestURI(), reference, failure);
    return Fault.failed(
        "internal", "The hub failed; its log says why under the reference " + reference);
  }

  private static void write(HttpServletResponse response, Fault fault) throws IOException {
    response.setStatus(fault.status().value());
    Duration retryAfter = fault.retryAfter();
    if (retryAfter != null) {
      response.setHeader(
          HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, retryAfter.toSeconds())));
    }
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.getOutputStream().write(fault.json().toString().getBytes(StandardCharsets.UTF_8));
  }
}
