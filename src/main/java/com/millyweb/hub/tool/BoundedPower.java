package com.millyweb.hub.tool;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.InfixOperator;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.operators.arithmetic.InfixPowerOfOperator;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;

/** {@code ^}, whose results have at most 10,000 digits: others take minutes, and all memory. */
@InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_POWER, leftAssociative = false)
class BoundedPower extends InfixPowerOfOperator {
  private static final BigDecimal MOST_DIGITS = BigDecimal.valueOf(10_000);

  @Override
  public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands)
      throws EvaluationException {
    if (operands[0].isNumberValue() && operands[1].isNumberValue()) {
      BigDecimal base = operands[0].getNumberValue();
      long digits = Math.abs((long) base.precision() - base.scale()) + 1;
      BigDecimal exponent = operands[1].getNumberValue();
      boolean huge = exponent.precision() - exponent.scale() > 6;
      if (huge || exponent.abs().multiply(BigDecimal.valueOf(digits)).compareTo(MOST_DIGITS) > 0) {
        throw new EvaluationException(token, "The power would have more than 10,000 digits");
      }
    }
    return super.evaluate(expression, token, operands);
  }
}
