package com.millyweb.hub.service.docker;

/** The engine, or the proxy before it, answered that it does not do what it was asked. */
final class EngineRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;

  private final int status;

  EngineRefused(String message, int status) {
    super("%s (%d)".formatted(message, status));
    this.status = status;
  }

  boolean isNotFound() {
    return status == NOT_FOUND;
  }

  /** As a proxy says of what its rules do not name. */
  boolean isForbidden() {
    return status == FORBIDDEN;
  }
}
