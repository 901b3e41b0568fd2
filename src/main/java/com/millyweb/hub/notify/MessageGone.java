package com.millyweb.hub.notify;

/** The message is not there, or not ours to edit, any more. */
public final class MessageGone extends SendFailed {
  private static final long serialVersionUID = 1;

  public MessageGone(String message) {
    super(message, null);
  }
}
