package com.millyweb.hub.tool;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.FunctionDictionaryIfc;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.functions.basic.AbsFunction;
import com.ezylang.evalex.functions.basic.CeilingFunction;
import com.ezylang.evalex.functions.basic.FloorFunction;
import com.ezylang.evalex.functions.basic.MaxFunction;
import com.ezylang.evalex.functions.basic.MinFunction;
import com.ezylang.evalex.functions.basic.RoundFunction;
import com.ezylang.evalex.functions.basic.SqrtFunction;
import com.ezylang.evalex.functions.basic.SumFunction;
import com.millyweb.hub.camel.RouteBean;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Reckons with decimal numbers, exactly where they are exact, else to 34 digits. */
@RouteBean
@Lazy
@Component("calculator")
public class Calculator {
  private static final int LONGEST = 500;

  private static final Pattern HUGE = Pattern.compile("(?i)[\\d.]e[+-]?0*\\d{4}");

  /** Beyond this a result is written with an exponent. */
  private static final int MOST_DIGITS = 40;

  private static final ExpressionConfiguration RULES = rules();

  Calculator() {}

  private static ExpressionConfiguration rules() {
    ExpressionConfiguration rules =
        ExpressionConfiguration.builder()
            .mathContext(new MathContext(34, RoundingMode.HALF_EVEN))
            .arraysAllowed(false)
            .structuresAllowed(false)
            .singleQuoteStringLiteralsAllowed(false)
            .functionDictionary(functions())
            .build();
    rules.getOperatorDictionary().addOperator("^", new BoundedPower());
    return rules;
  }

  private static FunctionDictionaryIfc functions() {
    var functions = new MapBasedFunctionDictionary();
    functions.addFunction("abs", new AbsFunction());
    functions.addFunction("ceiling", new CeilingFunction());
    functions.addFunction("floor", new FloorFunction());
    functions.addFunction("max", new MaxFunction());
    functions.addFunction("min", new MinFunction());
    functions.addFunction("round", new RoundFunction());
    functions.addFunction("sqrt", new SqrtFunction());
    functions.addFunction("sum", new SumFunction());
    return functions;
  }

  /**
   * The step of the tool {@code calculate}.
   *
   * @param body {@code expression}
   * @throws IllegalArgumentException when it is none; its message says where
   */
  public String calculate(Map<String, Object> body) {
    String text = String.valueOf(body.get("expression"));
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "An expression has at most %d characters, this one has %d"
              .formatted(LONGEST, text.length()));
    }
    if (HUGE.matcher(text).find()) {
      throw new IllegalArgumentException(
          "A number has an exponent of at most three digits, in: '%s'".formatted(text));
    }
    try {
      var value = new Expression(text, RULES).evaluate();
      if (!value.isNumberValue()) {
        return value.getStringValue();
      }
      return written(value.getNumberValue());
    } catch (BaseException e) {
      throw new IllegalArgumentException(
          "'%s' cannot be calculated: %s, at character %d"
              .formatted(text, e.getMessage(), e.getStartPosition()),
          e);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "'%s' cannot be calculated: %s".formatted(text, e.getMessage()), e);
    }
  }

  private static String written(BigDecimal number) {
    BigDecimal shortest = number.stripTrailingZeros();
    boolean plain =
        shortest.precision() - shortest.scale() <= MOST_DIGITS && shortest.scale() <= MOST_DIGITS;
    return plain ? shortest.toPlainString() : shortest.toString();
  }
}
