package com.millyweb.hub.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.Pair;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.tree.ArrayConstruction;
import net.thisptr.jackson.jq.path.Path;

/**
 * Lets every part of a compiled jq expression count what it gives: loops over lists call no
 * function. The library has no place for that, so the parts are exchanged in its own tree.
 */
final class JqTree {
  private static final String TREE = "net.thisptr.jackson.jq.internal.tree.";

  private JqTree() {}

  /** Camel keeps its query to itself. */
  static void bound(Object camelsExpression) {
    try {
      Field query = camelsExpression.getClass().getDeclaredField("query");
      query.setAccessible(true);
      if (query.get(camelsExpression) instanceof JsonQuery compiled) {
        exchange(compiled);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("jq cannot be bounded with this version of the library", e);
    }
  }

  private static void exchange(Object part) throws IllegalAccessException {
    for (Class<?> type = part.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          Object value = field.get(part);
          Object bounded = bounded(value);
          if (part instanceof ArrayConstruction && bounded instanceof Part items) {
            bounded = new Part(items.of, true);
          }
          if (bounded != value) {
            field.set(part, bounded);
          }
        }
      }
    }
  }

  private static Object bounded(Object value) throws IllegalAccessException {
    if (value instanceof Part || value instanceof Operator) {
      return value;
    }
    if (value instanceof List<?> list) {
      List<Object> parts = new ArrayList<>();
      for (Object part : list) {
        parts.add(bounded(part));
      }
      return parts;
    }
    if (value instanceof Pair<?, ?> pair) {
      return Pair.of(pair._1, bounded(pair._2));
    }
    if (value instanceof BinaryOperator operator) {
      return new Operator(operator);
    }
    if (value instanceof Expression
        || value != null && value.getClass().getName().startsWith(TREE)) {
      exchange(value);
      return value instanceof Expression expression ? new Part(expression, false) : value;
    }
    return value;
  }

  /**
   * @param listed whether what it gives is kept in a list
   */
  private record Part(Expression of, boolean listed) implements Expression {
    @Override
    public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
        throws JsonQueryException {
      JqBounds.look();
      of.apply(
          scope,
          in,
          path,
          (value, where) -> {
            JqBounds.look();
            JqBounds.requireSmall(value);
            if (listed) {
              JqBounds.keep();
            }
            output.emit(value, where);
          },
          requirePath);
    }

    @Override
    public String toString() {
      return of.toString();
    }
  }

  private record Operator(BinaryOperator of) implements BinaryOperator {
    @Override
    public JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right)
        throws JsonQueryException {
      if (of.image().equals("*")) {
        requireShort(left, right);
        requireShort(right, left);
      }
      return of.apply(mapper, left, right);
    }

    private static void requireShort(JsonNode text, JsonNode times) {
      if (text.isTextual() && times.isNumber()) {
        JqBounds.requireSize(Math.ceil(times.asDouble()) * text.textValue().length());
      }
    }

    @Override
    public String image() {
      return of.image();
    }
  }
}
