package com.millyweb.hub.ingress;

import com.millyweb.hub.event.NewEvent;
import java.util.ArrayList;
import java.util.List;

/** The events of one request, which repeat what they share and must not multiply it at will. */
public final class EventBatch {
  private static final int MOST_EVENTS = 2_000;
  private static final int MOST_BYTES = 16 << 20;

  private final List<NewEvent> events = new ArrayList<>();
  private int bytes;

  /**
   * @throws Refused when there are more than one request may hold
   */
  public void add(NewEvent event) {
    bytes += event.data().length;
    if (events.size() == MOST_EVENTS || bytes > MOST_BYTES) {
      throw Refused.malformed(
          "more than %d events or %d bytes of them".formatted(MOST_EVENTS, MOST_BYTES));
    }
    events.add(event);
  }

  /**
   * @throws Refused when there is none
   */
  public List<NewEvent> events() {
    if (events.isEmpty()) {
      throw Refused.malformed("nothing to make an event of");
    }
    return events;
  }
}
