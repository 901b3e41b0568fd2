package com.millyweb.hub.event;

/** Hands deliveries to whoever attached a handler to a subscription. */
public interface Deliveries {

  /**
   * Makes the subscription durable where it is not, and starts to hand out its deliveries.
   *
   * @throws IllegalStateException when another handler of this hub has the same group with another
   *     pattern or order
   */
  Attachment attach(SubscriptionSpec spec, Handler handler);

  /** Works on one delivery, on a thread of its own. */
  interface Handler {
    /**
     * @param effects takes what the flow sends to the log; committed with the delivery's completion
     * @return whether the delivery was wanted; false for one that a filter turned down
     * @throws Exception when the attempt failed
     */
    boolean handle(Delivery delivery, Effects effects) throws Exception;

    /**
     * Whether it would be wanted; asked instead of {@link #handle} for one that exceeds its limit.
     */
    default boolean wants(Delivery delivery) throws Exception {
      return true;
    }

    /**
     * An attempt took longer than it may: its result is thrown away, and it may never come back.
     * Called on another thread than its own.
     */
    default void overran(Delivery delivery) {}
  }

  /** A handler at work. The subscription outlives it. */
  interface Attachment extends Claims {
    /** Takes no more deliveries, gives back those that were not begun, waits for the rest. */
    void detach();
  }
}
