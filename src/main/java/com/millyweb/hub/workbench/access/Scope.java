package com.millyweb.hub.workbench.access;

/** What a token may do; each scope includes those before it. */
public enum Scope {
  /** Sees everything but content: see {@link ContentRule}. */
  viewer,
  /** Sees content, replays events, retries and discards dead letters. */
  operator,
  /** Checks routes. */
  editor,
  /** Makes and revokes tokens, reads the audit. */
  admin;

  public boolean includes(Scope other) {
    return compareTo(other) >= 0;
  }
}
