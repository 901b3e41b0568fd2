package com.millyweb.hub.tool;

import com.millyweb.hub.text.Truncate;

/** What a tool was called with does not fit its contract; its message says what. */
public final class WrongArguments extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 80;

  WrongArguments(String message) {
    super(message);
  }

  /** A value as a message shows it. */
  static String shown(Object value) {
    return "'%s'".formatted(Truncate.line(String.valueOf(value), SHOWN));
  }
}
