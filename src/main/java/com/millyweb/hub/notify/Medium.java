package com.millyweb.hub.notify;

/** A way to reach people: its limits, its formatting, its sender. */
public interface Medium {
  /** Of the medium, of its route and of the event type {@code notify.<name>}. */
  String name();

  /** Whether the default of channel {@code ops} has it. */
  boolean isReady();

  /**
   * @throws IllegalArgumentException when nothing can be sent there; the message is the rule
   */
  void check(Target target);

  /**
   * Where a target's messages go and with which login, secrets included; it is kept as a hash, and
   * only to see that the configuration changed.
   */
  String destination(Target target);

  /**
   * Sends what was not sent before. It may be called again with the same delivery after any
   * outcome.
   */
  Sent send(NoticeDelivery delivery) throws Exception;

  /** What became of a delivery that did not fail. */
  enum Sent {
    accepted,
    updated,
    /** A newer notice with the same key was there first. */
    superseded
  }
}
