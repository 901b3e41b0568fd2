package com.millyweb.hub.event.pacing;

/** Takes back events outside of a flow. */
public interface Cancellations {
  /**
   * @throws com.millyweb.hub.event.EventLogUnavailable when the database did not confirm it
   */
  void cancel(Cancel cancel);
}
