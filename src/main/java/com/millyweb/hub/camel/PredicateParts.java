package com.millyweb.hub.camel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.language.simple.ast.BinaryExpression;
import org.apache.camel.language.simple.ast.LogicalExpression;
import org.apache.camel.language.simple.ast.SimpleNode;
import org.apache.camel.language.simple.types.LogicalOperatorType;
import org.apache.camel.support.ExpressionToPredicateAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Why a predicate in simple is false: its parts, read by the parser that made the predicate, with
 * their values.
 */
public final class PredicateParts {
  /** A value that stands there as it is. */
  private static final Pattern LITERAL = Pattern.compile("(?s)[^$]*");

  private final CamelContext camel;
  private final String text;
  private final Exchange exchange;

  private PredicateParts(CamelContext camel, String text, Exchange exchange) {
    this.camel = camel;
    this.text = text;
    this.exchange = exchange;
  }

  /**
   * A part of a predicate that is false.
   *
   * @param text as it is written, e.g. <code>${body[total]} &gt; 100</code>
   * @param values what is variable in it, with its value
   * @param problem why it cannot be evaluated; null when it was
   */
  public record Part(String text, Map<String, @Nullable Object> values, @Nullable String problem) {}

  /**
   * The parts that keep the predicate from being true; none when it is true.
   *
   * @param text in the language of the context
   */
  public static List<Part> refusing(CamelContext camel, String text, Exchange exchange) {
    List<SimpleNode> nodes;
    try {
      nodes = ByValueParsers.nodes(camel, text);
    } catch (RuntimeException e) {
      return List.of(new Part(text, Map.of(), message(e)));
    }
    var parts = new PredicateParts(camel, text, exchange);
    List<Part> refusing = new ArrayList<>();
    for (SimpleNode node : nodes) {
      parts.collect(node, refusing);
    }
    return refusing;
  }

  private void collect(SimpleNode node, List<Part> refusing) {
    String written = node.toString();
    if (callsBean(written) && !(node instanceof LogicalExpression)) {
      // it may do anything, and did so once
      refusing.add(
          new Part(written, Map.of(), "it calls a bean, which is not called again to tell why"));
      return;
    }
    if (node instanceof LogicalExpression logical) {
      logical(logical, refusing);
      return;
    }
    try {
      if (!isTrue(node)) {
        refusing.add(new Part(written, values(node), null));
      }
    } catch (RuntimeException e) {
      refusing.add(new Part(written, Map.of(), message(e)));
    }
  }

  /** Of an and, each side that is false; of an or, both, and only when both are. */
  private void logical(LogicalExpression logical, List<Part> refusing) {
    List<Part> left = new ArrayList<>();
    List<Part> right = new ArrayList<>();
    collect(logical.getLeft(), left);
    if (logical.getOperator() == LogicalOperatorType.AND) {
      collect(logical.getRight(), right);
      refusing.addAll(left);
      refusing.addAll(right);
      return;
    }
    if (!left.isEmpty()) {
      collect(logical.getRight(), right);
      if (!right.isEmpty()) {
        refusing.addAll(left);
        refusing.addAll(right);
      }
    }
  }

  private boolean isTrue(SimpleNode node) {
    Predicate predicate =
        ExpressionToPredicateAdapter.toPredicate(node.createExpression(camel, text));
    predicate.init(camel);
    return predicate.matches(exchange);
  }

  private Map<String, @Nullable Object> values(SimpleNode node) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    List<SimpleNode> sides =
        node instanceof BinaryExpression binary
            ? List.of(binary.getLeft(), binary.getRight())
            : List.of(node);
    for (SimpleNode side : sides) {
      String written = side.toString();
      if (!LITERAL.matcher(written).matches()) {
        Expression expression = side.createExpression(camel, text);
        expression.init(camel);
        values.put(written, expression.evaluate(exchange, Object.class));
      }
    }
    return values;
  }

  private static boolean callsBean(String written) {
    return written.contains("bean:");
  }

  private static String message(RuntimeException failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
