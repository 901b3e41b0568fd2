package com.millyweb.hub.event;

/** What takes work from the log for a route: it can be kept from taking more. */
public interface Claims {

  /** Takes no more until it is released; what was taken and not begun goes back. */
  void hold();

  /** Takes work again. Without effect when it was not held. */
  void release();

  /** How many deliveries it works on, without those that timed out. */
  int running();
}
