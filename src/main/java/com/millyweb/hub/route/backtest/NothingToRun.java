package com.millyweb.hub.route.backtest;

/** The file cannot be run on the past; the message says why. */
public final class NothingToRun extends Exception {
  private static final long serialVersionUID = 1;

  NothingToRun(String message) {
    super(message);
  }

  NothingToRun(String message, Throwable cause) {
    super(message, cause);
  }
}
