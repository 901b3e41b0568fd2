package com.millyweb.hub.camel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.language.simple.ast.BinaryExpression;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.builder.ExpressionBuilder;
import org.apache.camel.support.builder.PredicateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A comparison in simple. Camel compares numbers as long values, so that 30.5 is not greater than
 * 30 and is equal to it; here numbers compare by value, and everything else as in Camel.
 */
final class ByValueComparison extends BinaryExpression {
  private static final Pattern RANGE =
      Pattern.compile("\\s*(-?\\d+(?:\\.\\d+)?)\\s*\\.\\.\\s*(-?\\d+(?:\\.\\d+)?)\\s*");

  private ByValueComparison(BinaryExpression camels) {
    super(camels.getToken());
    acceptLeftNode(camels.getLeft());
    acceptRightNode(camels.getRight());
  }

  static BinaryExpression of(BinaryExpression camels) {
    return switch (camels.getOperator()) {
      case EQ, EQ_IGNORE, NOT_EQ, NOT_EQ_IGNORE, GT, GTE, LT, LTE -> new ByValueComparison(camels);
      case IN, NOT_IN, RANGE, NOT_RANGE, CONTAINS, NOT_CONTAINS -> new ByValueComparison(camels);
      default -> camels;
    };
  }

  @Override
  public Expression createExpression(CamelContext camel, String expression) {
    Expression left = getLeft().createExpression(camel, expression);
    Expression right = getRight().createExpression(camel, expression);
    return new Expression() {
      @Override
      public <T> T evaluate(Exchange exchange, Class<T> type) {
        boolean answer =
            compare(
                expression,
                exchange,
                left.evaluate(exchange, Object.class),
                right.evaluate(exchange, Object.class));
        return camel.getTypeConverter().convertTo(type, answer);
      }

      @Override
      public String toString() {
        return ByValueComparison.this.toString();
      }
    };
  }

  private boolean compare(
      String expression, Exchange exchange, @Nullable Object left, @Nullable Object right) {
    return switch (getOperator()) {
      case EQ -> equal(exchange, left, right);
      case NOT_EQ -> !equal(exchange, left, right);
      case EQ_IGNORE -> equalIgnoringCase(exchange, left, right);
      case NOT_EQ_IGNORE -> !equalIgnoringCase(exchange, left, right);
      case GT -> ordered(exchange, left, right, sign -> sign > 0);
      case GTE -> ordered(exchange, left, right, sign -> sign >= 0);
      case LT -> ordered(exchange, left, right, sign -> sign < 0);
      case LTE -> ordered(exchange, left, right, sign -> sign <= 0);
      case IN -> in(exchange, left, right);
      case NOT_IN -> !in(exchange, left, right);
      case RANGE -> range(expression, left, right);
      case NOT_RANGE -> !range(expression, left, right);
      case CONTAINS -> contains(exchange, left, right);
      case NOT_CONTAINS -> !contains(exchange, left, right);
      default -> throw new IllegalStateException("Not a comparison: " + getOperator());
    };
  }

  private static boolean equal(Exchange exchange, @Nullable Object left, @Nullable Object right) {
    Numbers.Order order = Numbers.pair(left, right);
    return order != null
        ? order.isEqual()
        : matches(exchange, PredicateBuilder.isEqualTo(constant(left), constant(right)));
  }

  private static boolean equalIgnoringCase(
      Exchange exchange, @Nullable Object left, @Nullable Object right) {
    Numbers.Order order = Numbers.pair(left, right);
    return order != null
        ? order.isEqual()
        : matches(exchange, PredicateBuilder.isEqualToIgnoreCase(constant(left), constant(right)));
  }

  private boolean ordered(
      Exchange exchange, @Nullable Object left, @Nullable Object right, IntPredicate wanted) {
    Numbers.Order order = Numbers.texts(left, right);
    if (order != null) {
      return order.isOrdered() && wanted.test(order.sign());
    }
    Expression l = constant(left);
    Expression r = constant(right);
    return matches(
        exchange,
        switch (getOperator()) {
          case GT -> PredicateBuilder.isGreaterThan(l, r);
          case GTE -> PredicateBuilder.isGreaterThanOrEqualTo(l, r);
          case LT -> PredicateBuilder.isLessThan(l, r);
          default -> PredicateBuilder.isLessThanOrEqualTo(l, r);
        });
  }

  private static boolean in(Exchange exchange, @Nullable Object left, @Nullable Object right) {
    for (Iterator<?> it = ObjectHelper.createIterator(right); it.hasNext(); ) {
      if (equal(exchange, left, it.next())) {
        return true;
      }
    }
    return false;
  }

  /** What is no number is in no range. */
  private boolean range(String expression, @Nullable Object left, @Nullable Object right) {
    Matcher range = RANGE.matcher(String.valueOf(right));
    if (!range.matches()) {
      throw new SimpleIllegalSyntaxException(
          expression,
          getRight().getToken().getIndex(),
          getOperator()
              + " operator is not valid: it needs 'from..to', where from and to are numbers");
    }
    Numbers.Order from = Numbers.texts(left, range.group(1));
    Numbers.Order to = Numbers.texts(left, range.group(2));
    return from != null
        && to != null
        && from.isOrdered()
        && from.sign() >= 0
        && to.isOrdered()
        && to.sign() <= 0;
  }

  private static boolean contains(
      Exchange exchange, @Nullable Object left, @Nullable Object right) {
    if (left instanceof Collection || left instanceof ArrayNode) {
      for (Object element : (Iterable<?>) left) {
        if (equal(exchange, element, right)) {
          return true;
        }
      }
      return false;
    }
    return matches(exchange, PredicateBuilder.contains(constant(left), constant(right)));
  }

  private static boolean matches(Exchange exchange, Predicate predicate) {
    predicate.init(exchange.getContext());
    return predicate.matches(exchange);
  }

  private static Expression constant(@Nullable Object value) {
    return ExpressionBuilder.constantExpression(value);
  }
}
