package com.millyweb.hub.workbench.api;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** An answer that is not what was asked for, and why. It becomes a problem document. */
public class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final HttpStatus status;

  public Refusal(HttpStatus status, String detail) {
    super(detail);
    this.status = status;
  }

  public static Refusal badParameter(String name, String rule) {
    return new Refusal(HttpStatus.BAD_REQUEST, "'%s' %s".formatted(name, rule));
  }

  public static Refusal notFound(String thing, Object id) {
    return new Refusal(HttpStatus.NOT_FOUND, "There is no %s '%s'".formatted(thing, id));
  }

  public static Refusal conflict(String detail) {
    return new Refusal(HttpStatus.CONFLICT, detail);
  }

  public HttpStatus status() {
    return status;
  }

  ProblemDetail problem() {
    return ProblemDetail.forStatusAndDetail(status, getMessage());
  }
}
