package com.millyweb.hub.camel.step;

import com.millyweb.hub.camel.SimpleExpression;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/** Options of a step that are texts with simple expressions in them, compiled once. */
public final class StepTexts {
  private final CamelContext context;
  private final Map<String, Expression> compiled = new LinkedHashMap<>();

  public StepTexts(CamelContext context) {
    this.context = context;
  }

  /** Adds an option; one that is not given stays away from what {@link #of} returns. */
  public StepTexts with(String option, @Nullable String text) {
    if (text != null) {
      compiled.put(option, SimpleExpression.compile(context, text));
    }
    return this;
  }

  public StepTexts with(Map<String, ?> texts) {
    texts.forEach((option, text) -> with(option, String.valueOf(text)));
    return this;
  }

  /** What they say with a message; an expression without a value says the empty text. */
  public Map<String, String> of(Exchange exchange) {
    Map<String, String> said = new LinkedHashMap<>();
    compiled.forEach(
        (option, expression) -> {
          String text = expression.evaluate(exchange, String.class);
          said.put(option, text == null ? "" : text);
        });
    return said;
  }
}
