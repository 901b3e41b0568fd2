package com.millyweb.hub.event.endpoint;

import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;

/** Where producers put events: held with the delivery inside a flow, appended at once outside. */
public final class EventSink {
  private EventSink() {}

  /**
   * @throws EventLogUnavailable outside a flow, when the database did not take the event
   */
  public static void send(Exchange exchange, NewEvent event) {
    Effects effects = Effects.of(exchange);
    if (effects != null) {
      effects.add(event);
      return;
    }
    EventLog log =
        CamelContextHelper.mandatoryFindSingleByType(exchange.getContext(), EventLog.class);
    log.appendNow(event, EventLog.PATIENCE);
  }
}
