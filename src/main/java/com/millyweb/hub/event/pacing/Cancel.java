package com.millyweb.hub.event.pacing;

import com.millyweb.hub.event.NewEvent;

/**
 * Takes back what is still to come of the event that a flow sent with this type and key.
 *
 * @param by the subscription that asked, or another word for a person who reads the history
 */
public record Cancel(String type, String key, String by) {
  /** Only what the hub itself sent can be taken back. */
  public static final String SOURCE = "hub";

  public boolean isAbout(NewEvent event) {
    return type.equals(event.type()) && key.equals(event.key()) && SOURCE.equals(event.source());
  }
}
