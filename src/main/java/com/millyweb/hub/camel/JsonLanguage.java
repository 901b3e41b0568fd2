package com.millyweb.hub.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.spi.Language;
import org.apache.camel.support.ExpressionToPredicateAdapter;
import org.apache.camel.support.SingleInputTypedLanguageSupport;
import org.apache.camel.support.builder.ExpressionBuilder;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * jq and jsonpath on what routes have: a body that is a map or a list already, or JSON as text.
 * They hand over plain maps, lists, texts and numbers, so that simple and the next step can read
 * them. What is missing is empty.
 */
abstract class JsonLanguage implements Language {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SOURCE = 1;
  private static final int MISSING_IS_EMPTY = 2;

  private final SingleInputTypedLanguageSupport camels;
  private final Class<?> input;

  /**
   * @param input what Camel's language reads: {@link JsonNode} or plain maps and lists
   */
  JsonLanguage(CamelContext context, Language camels, Class<?> input) {
    this.camels = (SingleInputTypedLanguageSupport) camels;
    this.input = input;
    // Camel does so for the language that it is given, which is this one
    this.camels.setCamelContext(context);
    ServiceHelper.initService(camels);
    ServiceHelper.startService(camels);
  }

  @Override
  public Expression createExpression(String expression) {
    return createExpression(expression, new Object[0]);
  }

  @Override
  public Predicate createPredicate(String expression) {
    return createPredicate(expression, new Object[0]);
  }

  @Override
  public Expression createExpression(String expression, Object[] properties) {
    judge(expression);
    Source source = new Source(sourceOf(properties), input);
    return new Plain(
        this, camels.createExpression(source, expression, withoutSource(properties)), expression);
  }

  @Override
  public Predicate createPredicate(String expression, Object[] properties) {
    judge(expression);
    Source source = new Source(sourceOf(properties), input);
    Predicate camelsOwn = camels.createPredicate(source, expression, withoutSource(properties));
    return camelsOwn instanceof Expression value
        ? ExpressionToPredicateAdapter.toPredicate(new Plain(this, value, expression))
        : camelsOwn;
  }

  /**
   * @throws IllegalArgumentException when the expression reaches beyond the message, or is nested
   *     too deeply
   */
  void judge(String expression) {
    Nesting.requireShallowJson(expression);
    if (expression.stripLeading().startsWith("resource:")) {
      throw new IllegalArgumentException(OpenResources.CLOSED);
    }
  }

  /** Called once Camel's expression is compiled. */
  void made(Expression camels) {}

  /** What Camel's expression gives. */
  @Nullable Object value(Expression expression, Exchange exchange) {
    return expression.evaluate(exchange, Object.class);
  }

  /** Camel's second property: {@code header:x}, {@code variable:x}; the body when it is absent. */
  private static @Nullable String sourceOf(Object[] properties) {
    return properties.length > SOURCE && properties[SOURCE] != null
        ? properties[SOURCE].toString()
        : null;
  }

  /** Camel's third property of jsonpath: a path that leads nowhere is empty, not a failure. */
  private static Object[] withoutSource(Object[] properties) {
    Object[] rest = Arrays.copyOf(properties, Math.max(properties.length, MISSING_IS_EMPTY + 1));
    rest[SOURCE] = null;
    if (rest[MISSING_IS_EMPTY] == null) {
      rest[MISSING_IS_EMPTY] = true;
    }
    return rest;
  }

  /** A value without the classes of a JSON library. */
  static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof JsonNode node) {
      return node.isMissingNode() ? null : JSON.convertValue(node, Object.class);
    }
    if (value instanceof List<?> list && list.stream().anyMatch(JsonNode.class::isInstance)) {
      return list.stream().map(JsonLanguage::plain).toList();
    }
    return value;
  }

  /** What the expression is applied to. */
  private static final class Source implements Expression {
    private final Expression value;
    private final Class<?> input;

    Source(@Nullable String name, Class<?> input) {
      this.value =
          name == null
              ? ExpressionBuilder.bodyExpression()
              : ExpressionBuilder.singleInputExpression(name);
      this.input = input;
    }

    @Override
    public void init(CamelContext context) {
      value.init(context);
    }

    @Override
    public <T> T evaluate(Exchange exchange, Class<T> type) {
      Object read = value.evaluate(exchange, Object.class);
      return type.cast(input == JsonNode.class ? node(exchange, read) : data(exchange, read));
    }

    private static JsonNode node(Exchange exchange, @Nullable Object read) {
      return isData(read) ? JSON.valueToTree(read) : JSON.valueToTree(parsed(text(exchange, read)));
    }

    /** Camel's jsonpath takes texts as they are too, and files in the wrong encoding. */
    private static @Nullable Object data(Exchange exchange, @Nullable Object read) {
      if (read instanceof Map || read instanceof Collection) {
        return read;
      }
      return isData(read) ? plain(JSON.valueToTree(read)) : parsed(text(exchange, read));
    }

    private static boolean isData(@Nullable Object read) {
      return read == null
          || read instanceof JsonNode
          || read instanceof Map
          || read instanceof Collection
          || read instanceof Number
          || read instanceof Boolean;
    }

    private static String text(Exchange exchange, @Nullable Object read) {
      String text =
          exchange.getContext().getTypeConverter().convertTo(String.class, exchange, read);
      return text == null ? "" : text;
    }

    private static @Nullable Object parsed(String text) {
      try {
        return text.isBlank() ? null : JSON.readValue(text, Object.class);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(
            "jq and jsonpath need JSON, and this is none: " + e.getOriginalMessage(), e);
      }
    }
  }

  private static final class Plain implements Expression {
    private final JsonLanguage language;
    private final Expression json;
    private final String text;

    Plain(JsonLanguage language, Expression json, String text) {
      this.language = language;
      this.json = json;
      this.text = text;
    }

    @Override
    public void init(CamelContext context) {
      json.init(context);
      language.made(json);
    }

    @Override
    public <T> @Nullable T evaluate(Exchange exchange, Class<T> type) {
      Object value = plain(language.value(json, exchange));
      if (value == null || type.isInstance(value)) {
        return type.cast(value);
      }
      return exchange.getContext().getTypeConverter().convertTo(type, exchange, value);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
