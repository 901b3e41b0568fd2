package com.millyweb.hub.knowledge.parse;

/** Why there is no text to be had from a document. */
enum Reason {
  ENCRYPTED("encrypted", "it is encrypted and needs a password"),
  TOO_LARGE("too-large", "it is larger than hub.knowledge.parse.largest allows"),
  TIMEOUT("timeout", "reading it took longer than hub.knowledge.parse.timeout allows"),
  MEMORY("memory", "reading it needs more memory than hub.knowledge.parse.heap allows"),
  UNSUPPORTED("unsupported", "it is of no kind that the hub reads"),
  BROKEN("broken", "its content is damaged"),
  BOMB("bomb", "it unpacks to far more than it is, or is nested too deeply");

  private final String code;
  private final String words;

  Reason(String code, String words) {
    this.code = code;
    this.words = words;
  }

  String code() {
    return code;
  }

  String words() {
    return words;
  }
}
