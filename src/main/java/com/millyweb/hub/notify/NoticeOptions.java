package com.millyweb.hub.notify;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/** The options of a {@code notify:} URI, compiled. */
record NoticeOptions(
    String channel,
    @Nullable Expression key,
    @Nullable Expression severity,
    @Nullable Expression thread) {

  static NoticeOptions of(NotifyEndpoint endpoint) {
    CamelContext context = endpoint.getCamelContext();
    String severity = endpoint.getSeverity();
    if (severity != null && !severity.contains("${")) {
      Severity.of(severity);
    }
    return new NoticeOptions(
        endpoint.getChannel(),
        expression(context, endpoint.getKey()),
        expression(context, severity),
        expression(context, endpoint.getThread()));
  }

  NoticeBody evaluate(Exchange exchange, String channel) {
    return new NoticeBody(
        channel, text(key, exchange), text(severity, exchange), text(thread, exchange));
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
