package com.millyweb.hub.route.backtest;

/** Another backtest runs, or did not end. */
public final class Busy extends Exception {
  private static final long serialVersionUID = 1;

  Busy(String message) {
    super(message);
  }
}
