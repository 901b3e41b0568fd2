package com.millyweb.hub.event.endpoint;

import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.pacing.Cancel;
import com.millyweb.hub.event.pacing.Cancellations;
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

  /**
   * Takes back what is still to come of an event: with the end of the flow inside a flow, at once
   * outside.
   *
   * @throws EventLogUnavailable outside a flow, when the database did not confirm it
   */
  static void cancel(Exchange exchange, String type, String key) {
    Effects effects = Effects.of(exchange);
    String route = exchange.getFromRouteId();
    Cancel cancel = new Cancel(type, key, route == null ? "a route" : route);
    if (effects != null) {
      effects.cancel(cancel);
      return;
    }
    CamelContextHelper.mandatoryFindSingleByType(exchange.getContext(), Cancellations.class)
        .cancel(cancel);
  }
}
