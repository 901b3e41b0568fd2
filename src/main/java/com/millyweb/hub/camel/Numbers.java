package com.millyweb.hub.camel;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers of messages, compared by value whatever their Java type is. */
final class Numbers {
  /** Bounded, so that no text makes a number of a billion digits. */
  private static final Pattern TEXT =
      Pattern.compile("[+-]?\\d{1,400}(\\.\\d{1,400})?([eE][+-]?\\d{1,3})?");

  private Numbers() {}

  /** How two numbers stand to each other. */
  record Order(boolean isOrdered, int sign) {
    boolean isEqual() {
      return isOrdered && sign == 0;
    }
  }

  /** The order of a number and a number or its text; null when it is not such a pair. */
  static @Nullable Order pair(@Nullable Object left, @Nullable Object right) {
    return isNumber(left) || isNumber(right) ? texts(left, right) : null;
  }

  /** The order of two numbers, both of which may be texts; null when one of them is none. */
  static @Nullable Order texts(@Nullable Object left, @Nullable Object right) {
    if (isInfiniteOrNan(left) || isInfiniteOrNan(right)) {
      return floating(left, right);
    }
    BigDecimal l = of(left);
    BigDecimal r = of(right);
    return l == null || r == null ? null : new Order(true, l.compareTo(r));
  }

  private static @Nullable Order floating(@Nullable Object left, @Nullable Object right) {
    Double l = toDouble(left);
    Double r = toDouble(right);
    if (l == null || r == null) {
      return null;
    }
    return new Order(!l.isNaN() && !r.isNaN(), l.compareTo(r));
  }

  private static @Nullable Double toDouble(@Nullable Object value) {
    if (value instanceof Number number && isInfiniteOrNan(value)) {
      return number.doubleValue();
    }
    BigDecimal number = of(value);
    return number == null ? null : (Double) number.doubleValue();
  }

  private static boolean isInfiniteOrNan(@Nullable Object value) {
    return value instanceof Double d && !Double.isFinite(d)
        || value instanceof Float f && !Float.isFinite(f);
  }

  private static boolean isNumber(@Nullable Object value) {
    return value instanceof Number || value instanceof JsonNode node && node.isNumber();
  }

  /** The value of a number or of its text; null for everything else. */
  static @Nullable BigDecimal of(@Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof BigInteger number) {
      return new BigDecimal(number);
    }
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    if (value instanceof JsonNode node) {
      return node.isNumber() ? node.decimalValue() : node.isTextual() ? of(node.textValue()) : null;
    }
    if (value instanceof Number || value instanceof CharSequence) {
      String text = value.toString().strip();
      return TEXT.matcher(text).matches() ? new BigDecimal(text) : null;
    }
    return null;
  }
}
