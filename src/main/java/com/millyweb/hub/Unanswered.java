package com.millyweb.hub;

import java.io.IOException;

/** The request went out completely and no answer came: the target may have acted on it. */
public class Unanswered extends IOException {
  private static final long serialVersionUID = 1;

  public Unanswered(String message, Throwable cause) {
    super(message, cause);
  }
}
