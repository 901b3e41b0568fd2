package com.millyweb.hub.tool;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of JSON Schema that a parameter may have. */
enum ParameterType {
  STRING {
    @Override
    @Nullable Object read(Object value) {
      return value instanceof String || value instanceof Number || value instanceof Boolean
          ? value.toString()
          : null;
    }
  },
  INTEGER {
    @Override
    @Nullable Object read(Object value) {
      BigDecimal number = number(value);
      if (number == null || number.stripTrailingZeros().scale() > 0) {
        return null;
      }
      BigInteger whole = number.toBigInteger();
      return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : null;
    }
  },
  NUMBER {
    @Override
    @Nullable Object read(Object value) {
      return number(value);
    }
  },
  BOOLEAN {
    @Override
    @Nullable Object read(Object value) {
      if (value instanceof Boolean) {
        return value;
      }
      return switch (value.toString()) {
        case "true" -> true;
        case "false" -> false;
        default -> null;
      };
    }
  },
  ARRAY {
    @Override
    @Nullable Object read(Object value) {
      return value instanceof List<?> ? value : null;
    }
  },
  OBJECT {
    @Override
    @Nullable Object read(Object value) {
      return value instanceof Map<?, ?> ? value : null;
    }
  };

  /** Longer ones only cost time to read. */
  private static final int MOST_DIGITS = 40;

  /** The value in this type; null when it is none. Models and flows give numbers as text, too. */
  abstract @Nullable Object read(Object value);

  /** As a schema says it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable ParameterType of(String text) {
    for (ParameterType type : values()) {
      if (type.text().equals(text)) {
        return type;
      }
    }
    return null;
  }

  private static @Nullable BigDecimal number(Object value) {
    String text = value.toString().strip();
    boolean numeric = value instanceof Number || value instanceof String;
    if (!numeric || text.length() > MOST_DIGITS) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs(number.scale()) > MOST_DIGITS ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
