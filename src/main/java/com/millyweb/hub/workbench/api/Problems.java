package com.millyweb.hub.workbench.api;

import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.server.IncomingBody;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.ResolvableType;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns whatever goes wrong in a request into a problem document (RFC 9457) without internals. */
@RestControllerAdvice
final class Problems extends ResponseEntityExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private final ProblemWriter writer;

  Problems(ProblemWriter writer) {
    this.writer = writer;
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Object> refused(Refusal refusal, WebRequest request) {
    HttpHeaders headers = new HttpHeaders();
    if (refusal.status() == HttpStatus.UNAUTHORIZED) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"hub\"");
    }
    if (refusal.status() == HttpStatus.UNSUPPORTED_MEDIA_TYPE) {
      headers.setAccept(List.of(MediaType.APPLICATION_JSON));
    }
    return handleExceptionInternal(refusal, refusal.problem(), headers, refusal.status(), request);
  }

  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    TransactionException.class,
    EventLogUnavailable.class
  })
  @Nullable ResponseEntity<Object> unavailable(Exception failure, WebRequest request) {
    log.warn("{} got no answer from the database: {}", path(request), failure.getMessage());
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, "1");
    String detail =
        failure instanceof QueryTimeoutException
            ? "The database took too long; narrow the request"
            : "The database does not answer";
    return problem(failure, HttpStatus.SERVICE_UNAVAILABLE, detail, headers, request);
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Object> tooSlow(IncomingBody.TooSlow failure, WebRequest request) {
    return problem(
        failure,
        HttpStatus.REQUEST_TIMEOUT,
        "The body did not come in time",
        new HttpHeaders(),
        request);
  }

  /** Nobody is there to read an answer, and anybody can do this as often as they like. */
  @ExceptionHandler
  void gone(ClientAbortException failure) {
    log.debug("A client left before its request had come", failure);
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Object> failed(Exception failure, WebRequest request) {
    if (failure instanceof DataAccessException data && isTimeout(data)) {
      return unavailable(new QueryTimeoutException("Statement was cancelled", data), request);
    }
    UUID reference = UUID.randomUUID();
    log.error("{} failed, reference {}", path(request), reference, failure);
    return problem(
        failure,
        HttpStatus.INTERNAL_SERVER_ERROR,
        "The hub failed; its log says why under the reference " + reference,
        new HttpHeaders(),
        request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
      NoResourceFoundException missing,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return problem(missing, HttpStatus.NOT_FOUND, "There is nothing here", headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException invalid,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return refused(
        BrokenRule.of(invalid.getBindingResult(), invalid.getParameter().getParameterType()),
        request);
  }

  /** Of a part of the path. */
  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException mismatch,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return mismatch instanceof MethodArgumentTypeMismatchException argument
        ? refused(
            Refusal.badParameter(
                argument.getName(),
                Shape.rule(ResolvableType.forMethodParameter(argument.getParameter()))
                    + BrokenRule.was(argument.getValue())),
            request)
        : super.handleTypeMismatch(mismatch, headers, status, request);
  }

  /** Spring wraps whatever a body fails with while it is read. */
  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException unreadable,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    Throwable cause = unreadable.getCause();
    if (cause instanceof IncomingBody.TooSlow slow) {
      return tooSlow(slow, request);
    }
    if (cause instanceof ClientAbortException left) {
      gone(left);
      return null;
    }
    return super.handleHttpMessageNotReadable(unreadable, headers, status, request);
  }

  private @Nullable ResponseEntity<Object> problem(
      Exception failure,
      HttpStatus status,
      String detail,
      HttpHeaders headers,
      WebRequest request) {
    return handleExceptionInternal(
        failure, ProblemDetail.forStatusAndDetail(status, detail), headers, status, request);
  }

  /** The status of an answer that has begun cannot be changed; the document still says it. */
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception failure,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (body instanceof ProblemDetail problem
        && request instanceof ServletWebRequest servlet
        && Blanks.haveBegun(servlet.getRequest())) {
      HttpServletResponse response = servlet.getResponse();
      if (response != null) {
        writer.end(servlet.getRequest(), response, problem);
      }
      return null;
    }
    return super.handleExceptionInternal(failure, body, headers, status, request);
  }

  private static boolean isTimeout(DataAccessException failure) {
    return failure.getMostSpecificCause() instanceof SQLException sql
        && "57014".equals(sql.getSQLState());
  }

  private static String path(WebRequest request) {
    return request instanceof ServletWebRequest servlet
        ? servlet.getHttpMethod() + " " + servlet.getRequest().getRequestURI()
        : request.getDescription(false);
  }
}
