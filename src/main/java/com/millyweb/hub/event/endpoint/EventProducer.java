package com.millyweb.hub.event.endpoint;

import com.millyweb.hub.event.NewEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Appends the body as an event: with its flow's delivery inside a flow, at once outside of one. */
final class EventProducer extends DefaultProducer {
  private static final String SOURCE = "hub";

  private final EventEndpoint endpoint;
  private final String type;
  private @Nullable OptionText subject;
  private @Nullable OptionText key;
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
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    subject = OptionText.of(endpoint.getCamelContext(), "subject", endpoint.getSubject());
    key = OptionText.of(endpoint.getCamelContext(), "key", endpoint.getKey());
    delay = expression(endpoint.getDelay());
    at = expression(endpoint.getAt());
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    EventBody body = EventBody.of(exchange);
    String delayText = text(delay, exchange);
    String atText = text(at, exchange);
    NewEvent event =
        new NewEvent(
            type,
            SOURCE,
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
    if (text == null) {
      return null;
    }
    Expression expression =
        endpoint.getCamelContext().resolveLanguage("simple").createExpression(text);
    expression.init(endpoint.getCamelContext());
    return expression;
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
