package com.millyweb.hub.event.endpoint;

import com.millyweb.hub.event.Event;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Hears what a flow made of an event. */
public interface FlowListener {
  /**
   * Called on the flow's thread when it came to its end without a failure.
   *
   * @param result the message at the end of the flow, which is good for the time of this call
   * @return what to do once the end is committed; null for nothing
   */
  @Nullable Runnable ended(Event event, Message result);
}
