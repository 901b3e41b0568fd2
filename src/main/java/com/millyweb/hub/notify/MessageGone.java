package com.millyweb.hub.notify;

/** The message is not there, or not ours to edit, any more. */
final class MessageGone extends SendFailed {
  private static final long serialVersionUID = 1;

  MessageGone(String message) {
    super(message, null);
  }
}
