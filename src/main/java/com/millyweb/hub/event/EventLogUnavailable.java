package com.millyweb.hub.event;

import org.jspecify.annotations.Nullable;

/**
 * The database could not take an event. Nobody was told that it was stored; whoever sent it should
 * send it again.
 */
public class EventLogUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public EventLogUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
