package com.millyweb.hub.event;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a flow or sender when no retry can help: the delivery becomes a dead letter at once.
 */
public class PermanentFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PermanentFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
