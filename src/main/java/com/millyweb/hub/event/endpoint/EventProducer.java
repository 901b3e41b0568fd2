package com.millyweb.hub.event.endpoint;

import com.millyweb.hub.camel.SimpleExpression;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.pacing.Cancel;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Appends the body as an event: with its flow's delivery inside a flow, at once outside of one. */
final class EventProducer extends DefaultProducer {
  private final EventEndpoint endpoint;
  private final String type;
  private @Nullable OptionText subject;
  private @Nullable OptionText key;
  private @Nullable OptionText cancel;
  private @Nullable Expression delay;
  private @Nullable Expression at;

  EventProducer(EventEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
    type = endpoint.getType();
    if (!NewEvent.isType(type)) {
      throw new IllegalArgumentException(
          "to: event:%s must name one event type: segments of letters, digits, '_' and '-', joined by dots"
              .formatted(type));
    }
    for (String other : refusedBesideCancel()) {
      throw new IllegalArgumentException(
          "cancel takes back an event and sends none, so that %s says nothing: leave it out, or send in a step of its own"
              .formatted(other));
    }
  }

  private List<String> refusedBesideCancel() {
    if (endpoint.getCancel() == null) {
      return List.of();
    }
    Map<String, @Nullable String> others = new LinkedHashMap<>();
    others.put("key", endpoint.getKey());
    others.put("subject", endpoint.getSubject());
    others.put("delay", endpoint.getDelay());
    others.put("at", endpoint.getAt());
    others.values().removeIf(Objects::isNull);
    return List.copyOf(others.keySet());
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    subject = OptionText.of(endpoint.getCamelContext(), "subject", endpoint.getSubject());
    key = OptionText.of(endpoint.getCamelContext(), "key", endpoint.getKey());
    cancel = OptionText.of(endpoint.getCamelContext(), "cancel", endpoint.getCancel());
    delay = expression(endpoint.getDelay());
    at = expression(endpoint.getAt());
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    if (cancel != null) {
      String of = OptionText.in(exchange, cancel);
      if (of != null) {
        EventSink.cancel(exchange, type, of);
      }
      return;
    }
    EventBody body = EventBody.of(exchange);
    String delayText = text(delay, exchange);
    String atText = text(at, exchange);
    NewEvent event =
        new NewEvent(
            type,
            Cancel.SOURCE,
            OptionText.in(exchange, subject),
            null,
            OptionText.in(exchange, key),
            body.contentType(),
            body.data(),
            exchange.getMessage().getHeader("traceparent", String.class),
            delayText == null ? null : duration(delayText),
            atText == null ? null : instant(atText));
    EventSink.send(exchange, event);
  }

  private @Nullable Expression expression(@Nullable String text) {
    return text == null ? null : SimpleExpression.compile(endpoint.getCamelContext(), text);
  }

  private static @Nullable String text(@Nullable Expression expression, Exchange exchange) {
    String text = expression == null ? null : expression.evaluate(exchange, String.class);
    return text == null || text.isEmpty() ? null : text;
  }

  private static Duration duration(String text) {
    return DurationStyle.detectAndParse(text);
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "at must be an ISO 8601 time with offset, such as 2030-01-31T08:00:00Z, was: '%s'"
              .formatted(text),
          e);
    }
  }
}
