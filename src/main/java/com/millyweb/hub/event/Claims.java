package com.millyweb.hub.event;

import java.time.Duration;

/** What takes work from the log for a route: it can be kept from taking more. */
public interface Claims {

  /** Takes no more until it is released; what was taken and not begun goes back. */
  void hold();

  /** Takes work again. Without effect when it was not held. */
  void release();

  /**
   * Waits until it works on no delivery; those that timed out do not count.
   *
   * @return false when it still worked on one after that time
   */
  boolean awaitIdle(Duration patience) throws InterruptedException;
}
