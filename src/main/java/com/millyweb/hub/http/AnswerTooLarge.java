package com.millyweb.hub.http;

import java.io.IOException;

/**
 * An answer was longer than a route may read. The target has done what it was asked for, or will
 * answer as long again: asking once more makes nothing better.
 */
public final class AnswerTooLarge extends IOException {
  private static final long serialVersionUID = 1;

  AnswerTooLarge(int limit) {
    this("The answer is longer than %d bytes (hub.egress.max-answer)".formatted(limit));
  }

  AnswerTooLarge(String message) {
    super(message);
  }
}
