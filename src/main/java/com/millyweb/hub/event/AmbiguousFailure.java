package com.millyweb.hub.event;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a sender whose request went out completely and whose answer never came: the target may
 * have acted. The attempt is marked so, and retried.
 */
public class AmbiguousFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public AmbiguousFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
