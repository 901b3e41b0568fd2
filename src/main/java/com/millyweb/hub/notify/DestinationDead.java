package com.millyweb.hub.notify;

import com.millyweb.hub.event.PermanentFailure;
import org.jspecify.annotations.Nullable;

/**
 * Nothing will ever arrive there again until somebody looks: a revoked webhook or token, a channel
 * that is gone, a bot that was blocked. The target is disabled.
 */
public final class DestinationDead extends PermanentFailure {
  private static final long serialVersionUID = 1;

  public DestinationDead(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
