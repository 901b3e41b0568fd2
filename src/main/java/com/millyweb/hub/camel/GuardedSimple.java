package com.millyweb.hub.camel;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.language.simple.SimpleLanguage;
import org.apache.camel.language.simple.types.SimpleParserException;
import org.apache.camel.support.LRUCacheFactory;
import org.jspecify.annotations.Nullable;

/**
 * The simple language of routes: its functions read the message and make texts, and reach nothing
 * beyond; its operators compare numbers by their value.
 *
 * <p>Camel asks its cache of functions for every function by its text, in both spellings, nested
 * ones, and those that are put together while a message is processed. The judge stands there.
 */
final class GuardedSimple extends SimpleLanguage {
  private static final int CACHED = 1000;

  /** Names that stand alone. */
  private static final Set<String> PLAIN =
      Set.of(
          "body",
          "in.body",
          "prettyBody",
          "bodyOneLine",
          "originalBody",
          "id",
          "messageTimestamp",
          "exchangeId",
          "exception",
          "headers",
          "in.headers",
          "variables",
          "routeId",
          "fromRouteId",
          "routeGroup",
          "stepId",
          "threadId",
          "threadName",
          "camelId",
          "uuid",
          "null");

  /** Names that something follows. */
  private static final Pattern OPEN =
      Pattern.compile(
          "((in\\.)?(body|header|headers)|variables?|exchangeProperty|exception)[.:?\\[].*"
              + "|(date|date-with-timezone|bean|file):.*"
              + "|(bodyAs|mandatoryBodyAs|headerAs|variableAs|jq|jsonpath|xpath|pretty|replace|substring|random"
              + "|skip|collate|join|uuid|hash|empty|iif|list|map)\\(.*",
          Pattern.DOTALL);

  /** What Camel's own language knows besides. */
  private static final Pattern CLOSED =
      Pattern.compile(
          "(exchange|logExchange|camelContext|sys|sysenv|env|properties|propertiesExist|ref|type|hostname"
              + "|messageAs|messageHistory|attachments?|in)\\b.*",
          Pattern.DOTALL);

  /** A value as a type that the function names. */
  private static final Pattern TYPED =
      Pattern.compile(
          "(?:(?:bodyAs|mandatoryBodyAs)\\(|(?:headerAs|variableAs)\\([^,]*,)\\s*[\"']?([^\"')]*).*",
          Pattern.DOTALL);

  private final Map<String, Expression> functions = new Functions();
  private final Map<String, Expression> expressions =
      LRUCacheFactory.newLRUCache(16, CACHED, false);
  private final Map<String, Predicate> predicates = LRUCacheFactory.newLRUCache(16, CACHED, false);

  @Override
  public Predicate createPredicate(String expression) {
    judgeWhole(expression);
    Predicate known = predicates.get(expression);
    if (known == null) {
      known = ByValueParsers.predicate(getCamelContext(), expression, functions);
      predicates.put(expression, known);
    }
    return known;
  }

  @Override
  public Expression createExpression(String expression) {
    judgeWhole(expression);
    Expression known = expressions.get(expression);
    if (known == null) {
      known = ByValueParsers.expression(getCamelContext(), expression, functions);
      expressions.put(expression, known);
    }
    return known;
  }

  @Override
  public void stop() {
    functions.clear();
    expressions.clear();
    predicates.clear();
    super.stop();
  }

  private static void judgeWhole(String expression) {
    Nesting.requireShallowSimple(expression);
    if (expression.stripLeading().startsWith("resource:")) {
      throw new IllegalArgumentException(OpenResources.CLOSED);
    }
  }

  /** A cache of functions of its own, with the judge in it. */
  static Map<String, Expression> functions() {
    return new Functions();
  }

  /**
   * @throws SimpleParserException for a function that is not open to routes
   */
  static void judge(String function) {
    if (PLAIN.contains(function) || OPEN.matcher(function).matches()) {
      Matcher typed = TYPED.matcher(function);
      if (typed.matches() && !OpenClasses.isName(typed.group(1).strip())) {
        throw new SimpleParserException(
            "'%s' is not open to routes as a type".formatted(typed.group(1).strip()), 0);
      }
      return;
    }
    if (CLOSED.matcher(function).matches()) {
      throw new SimpleParserException(
          "'${%s}' reaches beyond the message and is not open to routes".formatted(function), 0);
    }
    throw new SimpleParserException("Unknown function: " + function, 0);
  }

  private static final class Functions extends AbstractMap<String, Expression> {
    private final Map<String, Expression> made = LRUCacheFactory.newLRUCache(16, CACHED, false);

    @Override
    public @Nullable Expression get(Object function) {
      judge((String) function);
      return made.get(function);
    }

    @Override
    public @Nullable Expression put(String function, Expression expression) {
      return made.put(function, expression);
    }

    @Override
    public Set<Entry<String, Expression>> entrySet() {
      return made.entrySet();
    }

    @Override
    public void clear() {
      made.clear();
    }
  }
}
