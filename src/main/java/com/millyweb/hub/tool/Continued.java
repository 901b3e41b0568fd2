package com.millyweb.hub.tool;

import com.millyweb.hub.event.Effects;
import org.apache.camel.Exchange;

/** What a tool's call has of the flow that makes it. */
final class Continued {
  private static final String ATTRIBUTE = "ce-";
  private static final String TRACE = "traceparent";

  private Continued() {}

  /**
   * What the tool tells is committed with the flow, and its calls carry the flow's event as
   * idempotency key; the flow's own headers and properties stay the flow's.
   */
  static void hand(Exchange caller, Exchange call) {
    Effects effects = Effects.of(caller);
    if (effects != null) {
      effects.attachTo(call);
    }
    caller
        .getMessage()
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (name.startsWith(ATTRIBUTE) || name.equals(TRACE)) {
                call.getMessage().setHeader(name, value);
              }
            });
  }
}
