package com.millyweb.hub.camel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.language.jq.JqLanguage;
import org.apache.camel.spi.Language;
import org.jspecify.annotations.Nullable;

/** jq without its ways to the process: its environment, other inputs, modules; and it ends. */
final class Jq extends JsonLanguage {
  /** A field {@code .env} and a text are none of them. */
  private static final Pattern BEYOND =
      Pattern.compile(
          "\\$\\s*(ENV|__prog_args)\\b"
              + "|(?<![.\\w\"$])(env|inputs?|input_filename|input_line_number|debug|stderr|import|include"
              + "|get_search_list|modulemeta|halt|halt_error)\\b(?!\\s*:)");

  private final Duration longest;

  Jq(CamelContext context, Language camels) {
    this(context, camels, JqBounds.LONGEST);
  }

  Jq(CamelContext context, Language camels, Duration longest) {
    super(context, camels, JsonNode.class);
    this.longest = longest;
    JqBounds.bound(((JqLanguage) camels).getRootScope());
  }

  @Override
  @Nullable Object value(Expression expression, Exchange exchange) {
    return JqBounds.within(
        longest,
        () -> {
          Object value = super.value(expression, exchange);
          JqBounds.requireSmallResult(value);
          return value;
        });
  }

  @Override
  void made(Expression camels) {
    JqTree.bound(camels);
  }

  @Override
  void judge(String expression) {
    super.judge(expression);
    if (BEYOND.matcher(expression).find()) {
      throw new IllegalArgumentException(
          "jq's env, input, debug and modules reach beyond the message and are not open to routes");
    }
  }
}
