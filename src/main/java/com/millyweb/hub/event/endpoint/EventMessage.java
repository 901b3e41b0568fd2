package com.millyweb.hub.event.endpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.Event;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** An event as a route sees it: the body, and the {@code ce-} headers. */
final class EventMessage {
  private static final ObjectMapper JSON = new ObjectMapper();

  void fill(Exchange exchange, Event event) throws IOException {
    Message message = exchange.getMessage();
    message.setBody(event.isJson() ? JSON.readValue(event.data(), Object.class) : event.data());
    message.setHeader("ce-id", event.id().toString());
    message.setHeader("ce-type", event.type());
    message.setHeader("ce-source", event.source());
    message.setHeader("ce-time", event.time().toString());
    if (event.subject() != null) {
      message.setHeader("ce-subject", event.subject());
    }
    if (event.key() != null) {
      message.setHeader("ce-key", event.key());
    }
    if (event.traceparent() != null) {
      message.setHeader("traceparent", event.traceparent());
    }
  }
}
