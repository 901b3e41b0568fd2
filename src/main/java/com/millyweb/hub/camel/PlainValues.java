package com.millyweb.hub.camel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.language.bean.BeanExpression;
import org.apache.camel.language.bean.BeanLanguage;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.util.OgnlHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * What stands behind {@code ${body.size}}, {@code ${body[a][b]}}, {@code ${bean:…}} and {@code
 * method:}: it calls beans that are marked for routes and values of a message, step by step, and
 * nothing that either of them leads to. What is missing on the way is empty.
 */
final class PlainValues extends BeanLanguage {
  private static final int BEAN = 1;
  private static final int METHOD = 2;
  private static final int TYPE = 3;
  private static final int REF = 4;

  private static final List<Class<?>> PLAIN =
      List.of(
          Map.class,
          Collection.class,
          CharSequence.class,
          Number.class,
          Boolean.class,
          Character.class,
          Throwable.class,
          TemporalAccessor.class,
          TemporalAmount.class,
          ZoneId.class,
          Date.class,
          UUID.class,
          Enum.class,
          Map.Entry.class,
          JsonNode.class,
          PGobject.class);

  @Override
  public Expression createExpression(String expression, Object[] properties) {
    Object value = property(Object.class, properties, BEAN, null);
    String method = property(String.class, properties, METHOD, null);
    if (value != null) {
      return new Walk(value, method);
    }
    if (property(Object.class, properties, TYPE, null) != null) {
      throw new IllegalArgumentException("'beanType' is not open to routes: name a bean by 'ref'");
    }
    String ref = property(String.class, properties, REF, null);
    if (ref == null) {
      BeanExpression parsed = createBeanExpression(expression);
      ref = parsed.getBeanName();
      method = parsed.getMethod();
    }
    String name = ref == null ? "" : ref.replaceFirst("^#(bean:)?", "");
    Object bean = getCamelContext().getRegistry().lookupByName(name);
    if (bean == null || !isMarked(bean)) {
      throw new IllegalArgumentException("There is no bean '%s' for routes".formatted(name));
    }
    return new Walk(bean, method);
  }

  @Override
  public <T> T evaluate(String script, Map<String, Object> bindings, Class<T> resultType) {
    throw new IllegalArgumentException("Classes are not open to routes: name a bean");
  }

  static boolean isMarked(Object bean) {
    return bean.getClass().isAnnotationPresent(RouteBean.class);
  }

  static boolean isPlain(Class<?> type) {
    if (type.isArray()) {
      return type.getComponentType().isPrimitive()
          || type.getComponentType() == Object.class
          || isPlain(type.getComponentType());
    }
    return PLAIN.stream().anyMatch(plain -> plain.isAssignableFrom(type));
  }

  private Expression camels(Object receiver, @Nullable String method) {
    return super.createExpression(null, new Object[] {null, receiver, method});
  }

  /** One call after the other, so that each receiver is looked at. */
  private final class Walk extends ExpressionAdapter {
    private final Object start;
    private final @Nullable String method;

    Walk(Object start, @Nullable String method) {
      this.start = start;
      this.method = method;
      if (!isMarked(start) && !isPlain(start.getClass())) {
        throw closed(start);
      }
      if (method != null && OgnlHelper.isInvalidValidOgnlExpression(method)) {
        throw new IllegalArgumentException("Illegal syntax: %s".formatted(method));
      }
    }

    @Override
    public @Nullable Object evaluate(Exchange exchange) {
      if (method == null || !OgnlHelper.isValidOgnlExpression(method)) {
        return result(start, camels(start, method).evaluate(exchange, Object.class));
      }
      Object value = start;
      for (String step : OgnlHelper.splitOgnl(method)) {
        if (value == null) {
          return null;
        }
        if (value != start && !isPlain(value.getClass())) {
          throw closed(value);
        }
        value = result(value, step(value, step, exchange));
      }
      return value;
    }

    /** What a value leads to is a value; a marked bean may answer with anything. */
    private static @Nullable Object result(Object receiver, @Nullable Object result) {
      if (result != null && !isMarked(receiver) && !isPlain(result.getClass())) {
        throw closed(result);
      }
      return result;
    }

    private @Nullable Object step(Object value, String step, Exchange exchange) {
      if (value instanceof Map<?, ?> map
          && step.startsWith("[")
          && step.endsWith("]")
          && !step.contains("${")
          && !step.contains("$simple{")) {
        String key = step.substring(1, step.length() - 1).strip();
        return map.get(StringHelper.removeLeadingAndEndingQuotes(key));
      }
      Expression call = camels(value, step);
      try {
        return call.evaluate(exchange, Object.class);
      } catch (RuntimeException e) {
        if (isMarked(value)) {
          // what a bean says of its own is said by the bean
          throw e;
        }
        throw unread(value, step, exchange, e);
      }
    }

    @Override
    public String toString() {
      return String.valueOf(method);
    }
  }

  private static IllegalArgumentException unread(
      Object value, String step, Exchange exchange, RuntimeException cause) {
    String whose = value == exchange.getMessage().getBody() ? "the body" : "what it is read of";
    boolean field = step.startsWith("[");
    String hint =
        field && value instanceof CharSequence
            ? " (JSON becomes a map by 'unmarshal: {json: {}}')"
            : "";
    boolean called = !field && !(cause instanceof MethodNotFoundException);
    String why =
        called
            ? ": " + root(cause)
            : !field
                ? " and has nothing of that name"
                : value instanceof Collection ? " and is read by numbers, [0]" : " and not a map";
    String said =
        "'%s' cannot be read: %s is %s%s%s".formatted(step, whose, kind(value), why, hint);
    // what Camel says of it is about its classes
    return new IllegalArgumentException(said, called ? root(cause) : null);
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** As people call it. */
  private static String kind(Object value) {
    if (value instanceof CharSequence) {
      return "text";
    }
    if (value instanceof Map) {
      return "a map";
    }
    if (value instanceof Collection || value.getClass().isArray()) {
      return "a list";
    }
    if (value instanceof Number) {
      return "a number";
    }
    return value instanceof Boolean ? "true or false" : "a " + value.getClass().getSimpleName();
  }

  private static IllegalArgumentException closed(Object value) {
    return new IllegalArgumentException(
        "A value of %s is not open to routes: only maps, lists, texts, numbers, times and errors are"
            .formatted(value.getClass().getSimpleName()));
  }
}
