package com.millyweb.hub.event;

/**
 * What becomes of subscriptions whose routes come and go. A subscription outlives its route: a hub
 * that lacks the file changes nothing.
 */
public interface Subscriptions {
  /**
   * This hub saw a file deleted or switched off. Its subscriptions are parked: nothing new is kept
   * for them, and what waits stays visible and comes to life again with the file. What another hub
   * runs goes on.
   *
   * @return false while another hub runs a route of the file, or ran it within the last minute:
   *     then it is to be asked again
   * @throws EventLogUnavailable when the database does not answer; then nothing has changed
   */
  boolean park(String file);

  /**
   * Parks a subscription whose route no hub runs, by hand.
   *
   * @return whether it was active and no hub runs it
   * @throws EventLogUnavailable when the database does not answer; then nothing has changed
   */
  boolean parkByHand(String name);

  /**
   * A file runs in another version: what waits in the back-off of its subscriptions is due now.
   *
   * @throws EventLogUnavailable when the database does not answer; then nothing has changed
   */
  void mended(String file);
}
