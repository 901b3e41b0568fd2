package com.millyweb.hub.notify;

import com.millyweb.hub.event.endpoint.OptionText;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/** The options of a {@code notify:} URI, compiled. */
record NoticeOptions(
    String channel,
    @Nullable OptionText key,
    @Nullable Expression severity,
    @Nullable OptionText thread) {

  static NoticeOptions of(NotifyEndpoint endpoint) {
    CamelContext context = endpoint.getCamelContext();
    String severity = endpoint.getSeverity();
    if (severity != null && !severity.contains("${")) {
      Severity.of(severity);
    }
    return new NoticeOptions(
        endpoint.getChannel(),
        OptionText.of(context, "key", endpoint.getKey()),
        expression(context, severity),
        OptionText.of(context, "thread", endpoint.getThread()));
  }

  NoticeBody evaluate(Exchange exchange, String channel) {
    return new NoticeBody(
        channel,
        stripped(OptionText.in(exchange, key)),
        text(severity, exchange),
        stripped(OptionText.in(exchange, thread)));
  }

  private static @Nullable String stripped(@Nullable String text) {
    return text == null ? null : text.strip();
  }

  private static @Nullable Expression expression(CamelContext context, @Nullable String text) {
    if (text == null) {
      return null;
    }
    Expression expression = context.resolveLanguage("simple").createExpression(text);
    expression.init(context);
    return expression;
  }

  private static @Nullable String text(@Nullable Expression expression, Exchange exchange) {
    String text = expression == null ? null : expression.evaluate(exchange, String.class);
    return text == null || text.isBlank() ? null : text.strip();
  }
}
