package com.millyweb.hub.service.docker;

/** Why an update cannot go on, to be told to people. */
final class Unfit extends Exception {
  private static final long serialVersionUID = 1L;

  Unfit(String message) {
    super(message);
  }
}
