package com.millyweb.hub.camel;

import java.math.BigDecimal;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.language.simple.ast.UnaryExpression;
import org.apache.camel.language.simple.types.UnaryOperatorType;

/** {@code ++} and {@code --} in simple, which leave the decimals of a number alone. */
final class ByValueStep extends UnaryExpression {
  private ByValueStep(UnaryExpression camels) {
    super(camels.getToken());
    acceptLeft(camels.getLeft());
  }

  static UnaryExpression of(UnaryExpression camels) {
    return camels.getLeft() == null ? camels : new ByValueStep(camels);
  }

  @Override
  public Expression createExpression(CamelContext camel, String expression) {
    Expression left = getLeft().createExpression(camel, expression);
    BigDecimal step =
        getOperator() == UnaryOperatorType.INC ? BigDecimal.ONE : BigDecimal.ONE.negate();
    return new Expression() {
      @Override
      public <T> T evaluate(Exchange exchange, Class<T> type) {
        Object value = left.evaluate(exchange, Object.class);
        BigDecimal number = Numbers.of(value);
        if (value == null || number == null) {
          throw new IllegalArgumentException("%s is not a number".formatted(left));
        }
        String next = number.add(step).toPlainString();
        Object same = camel.getTypeConverter().tryConvertTo(value.getClass(), exchange, next);
        return camel.getTypeConverter().convertTo(type, exchange, same == null ? next : same);
      }

      @Override
      public String toString() {
        return ByValueStep.this.toString();
      }
    };
  }
}
