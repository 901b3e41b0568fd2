package com.millyweb.hub.http;

import java.io.IOException;

/** The request went out completely and no answer came: the target may have acted on it. */
public class AnswerMissing extends IOException {
  private static final long serialVersionUID = 1;

  public AnswerMissing(String message, Throwable cause) {
    super(message, cause);
  }
}
