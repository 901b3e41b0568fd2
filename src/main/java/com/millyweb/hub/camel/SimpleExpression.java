package com.millyweb.hub.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.Expression;

/** A text with simple expressions in it, compiled. */
public final class SimpleExpression {
  private SimpleExpression() {}

  /**
   * @throws RuntimeException of Camel's when the text cannot be read; its message says where
   */
  public static Expression compile(CamelContext context, String text) {
    Expression expression = context.resolveLanguage("simple").createExpression(text);
    expression.init(context);
    return expression;
  }
}
