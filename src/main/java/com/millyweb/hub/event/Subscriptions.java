package com.millyweb.hub.event;

import java.util.Set;

/** What becomes of subscriptions whose routes come and go. */
public interface Subscriptions {
  /**
   * Parks the subscriptions of files that are gone: nothing new is kept for them, and what waits
   * stays visible and comes to life again with the file.
   *
   * @param files every file that the routes folder holds, broken ones too
   */
  void retain(Set<String> files);
}
