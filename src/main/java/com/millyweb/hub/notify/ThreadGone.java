package com.millyweb.hub.notify;

/** There is no thread, topic or message any more under which the message was to stand. */
public final class ThreadGone extends SendFailed {
  private static final long serialVersionUID = 1;

  public ThreadGone(String message) {
    super(message, null);
  }
}
