package com.millyweb.hub.knowledge.parse;

/** Why a document gives no text, without its name: the hub has that. */
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /**
   * @param type what it turned out to be, where that is the reason
   */
  Unreadable(Reason reason, String type) {
    super(type);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  String type() {
    return getMessage();
  }
}
