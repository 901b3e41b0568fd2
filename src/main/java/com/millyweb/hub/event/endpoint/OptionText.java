package com.millyweb.hub.event.endpoint;

import com.millyweb.hub.camel.SimpleExpression;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An option of a URI that names something, such as {@code key}: a simple expression.
 *
 * <p>A name of which only the fixed part is left, as <code>order/${body[number]}</code> of a body
 * without a number, would be the name of everything; it is none.
 */
public final class OptionText {
  private static final Logger log = LoggerFactory.getLogger(OptionText.class);

  private final String option;
  private final String text;
  private final Expression expression;

  /** What is left when all variable parts are empty; null when nothing is variable. */
  private final @Nullable String fixed;

  private final AtomicBoolean said = new AtomicBoolean();

  private OptionText(String option, String text, Expression expression) {
    this.option = option;
    this.text = text;
    this.expression = expression;
    this.fixed = fixed(text);
  }

  /**
   * @param option its name, for the log
   * @param text null when the option is not set
   */
  public static @Nullable OptionText of(
      CamelContext context, String option, @Nullable String text) {
    return text == null
        ? null
        : new OptionText(option, text, SimpleExpression.compile(context, text));
  }

  /** What it is for this exchange; null when that is empty, or has no variable part. */
  public static @Nullable String in(Exchange exchange, @Nullable OptionText option) {
    return option == null ? null : option.in(exchange);
  }

  private @Nullable String in(Exchange exchange) {
    String value = expression.evaluate(exchange, String.class);
    if (value == null || value.isBlank()) {
      return null;
    }
    if (fixed != null && value.strip().equals(fixed)) {
      if (said.compareAndSet(false, true)) {
        log.warn(
            "Route {}: {} '{}' is '{}' for event {}, because what it names is empty there; it is left out (said once)",
            exchange.getFromRouteId(),
            option,
            text,
            value,
            exchange.getMessage().getHeader("ce-id"));
      }
      return null;
    }
    return value;
  }

  private static @Nullable String fixed(String text) {
    StringBuilder fixed = new StringBuilder();
    int depth = 0;
    boolean variable = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (text.startsWith("${", i)) {
        depth++;
        variable = true;
        i++;
      } else if (depth > 0 && c == '{') {
        depth++;
      } else if (depth > 0 && c == '}') {
        depth--;
      } else if (depth == 0) {
        fixed.append(c);
      }
    }
    return variable ? fixed.toString().strip() : null;
  }
}
