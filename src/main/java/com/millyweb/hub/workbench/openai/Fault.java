package com.millyweb.hub.workbench.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** An error in the shape in which clients of OpenAI read it. */
final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final HttpStatus status;
  private final String type;
  private final @Nullable String param;
  private final @Nullable String code;
  private final @Nullable Duration retryAfter;

  private Fault(
      HttpStatus status,
      String type,
      String message,
      @Nullable String param,
      @Nullable String code,
      @Nullable Duration retryAfter) {
    super(message);
    this.status = status;
    this.type = type;
    this.param = param;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** The request is wrong, and will be. */
  static Fault invalid(@Nullable String param, String message) {
    return invalid(param, null, message);
  }

  static Fault invalid(@Nullable String param, @Nullable String code, String message) {
    return new Fault(HttpStatus.BAD_REQUEST, "invalid_request_error", message, param, code, null);
  }

  static Fault noModel(String message) {
    return new Fault(
        HttpStatus.NOT_FOUND, "invalid_request_error", message, "model", "model_not_found", null);
  }

  static Fault tooMany(String message, Duration retryAfter) {
    return new Fault(
        HttpStatus.TOO_MANY_REQUESTS,
        "rate_limit_error",
        message,
        null,
        "rate_limit_exceeded",
        retryAfter);
  }

  /** The same request may be answered later. */
  static Fault unavailable(String code, String message, @Nullable Duration retryAfter) {
    return new Fault(
        HttpStatus.SERVICE_UNAVAILABLE,
        "server_error",
        message,
        null,
        code,
        retryAfter == null ? Duration.ofSeconds(10) : retryAfter);
  }

  static Fault failed(String code, String message) {
    return new Fault(HttpStatus.INTERNAL_SERVER_ERROR, "server_error", message, null, code, null);
  }

  /** Whatever else has a status. */
  static Fault of(HttpStatus status, String message) {
    return switch (status) {
      case UNAUTHORIZED ->
          new Fault(status, "invalid_request_error", message, null, "invalid_api_key", null);
      case FORBIDDEN ->
          new Fault(status, "permission_error", message, null, "insufficient_permissions", null);
      case SERVICE_UNAVAILABLE -> unavailable("unavailable", message, Duration.ofSeconds(1));
      default ->
          new Fault(
              status,
              status.is5xxServerError() ? "server_error" : "invalid_request_error",
              message,
              null,
              null,
              null);
    };
  }

  HttpStatus status() {
    return status;
  }

  /** Null where coming back does not help. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  ObjectNode json() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.putObject("error")
        .put("message", getMessage())
        .put("type", type)
        .put("param", param)
        .put("code", code);
    return all;
  }
}
