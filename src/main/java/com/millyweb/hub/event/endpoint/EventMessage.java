package com.millyweb.hub.event.endpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.Event;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** An event as a route sees it: the body, and the {@code ce-} headers. */
final class EventMessage {
  private static final ObjectMapper JSON = new ObjectMapper();

  void fill(Exchange exchange, Event event) throws IOException {
    exchange.getMessage().setBody(body(event));
    headers(exchange.getMessage(), event);
  }

  /** A list of bodies, under the headers of its first event. */
  void fill(Exchange exchange, List<Event> events) throws IOException {
    Message message = exchange.getMessage();
    List<@Nullable Object> bodies = new ArrayList<>(events.size());
    for (Event event : events) {
      bodies.add(body(event));
    }
    message.setBody(bodies);
    headers(message, events.get(0));
    message.setHeader("collect-count", events.size());
    message.setHeader("collect-ids", events.stream().map(event -> event.id().toString()).toList());
    List<Instant> times = events.stream().map(Event::time).sorted().toList();
    message.setHeader("collect-first", times.get(0).toString());
    message.setHeader("collect-last", times.get(times.size() - 1).toString());
  }

  private static @Nullable Object body(Event event) throws IOException {
    return event.isJson() ? JSON.readValue(event.data(), Object.class) : event.data();
  }

  private static void headers(Message message, Event event) {
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
