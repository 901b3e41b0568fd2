package com.millyweb.hub.camel;

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.language.simple.SimpleExpressionParser;
import org.apache.camel.language.simple.SimplePredicateParser;
import org.apache.camel.language.simple.ast.BinaryExpression;
import org.apache.camel.language.simple.ast.LogicalExpression;
import org.apache.camel.language.simple.ast.SimpleNode;
import org.apache.camel.language.simple.ast.UnaryExpression;

/** Camel's parsers of simple, with operators on numbers that do not cut decimals. */
final class ByValueParsers {
  private ByValueParsers() {}

  static Predicate predicate(
      CamelContext camel, String expression, Map<String, Expression> functions) {
    return new OfPredicates(camel, expression, functions).parsePredicate();
  }

  static Expression expression(
      CamelContext camel, String expression, Map<String, Expression> functions) {
    return new OfExpressions(camel, expression, functions).parseExpression();
  }

  /** What a predicate is made of. */
  static List<SimpleNode> nodes(CamelContext camel, String expression) {
    return new OfPredicates(camel, expression, GuardedSimple.functions()).parseTokens();
  }

  private static SimpleNode byValue(SimpleNode node) {
    if (node instanceof LogicalExpression logical) {
      logical.acceptLeftNode(byValue(logical.getLeft()));
      logical.acceptRightNode(byValue(logical.getRight()));
      return logical;
    }
    if (node instanceof BinaryExpression binary) {
      return ByValueComparison.of(binary);
    }
    return node instanceof UnaryExpression unary ? ByValueStep.of(unary) : node;
  }

  private static final class OfPredicates extends SimplePredicateParser {
    OfPredicates(CamelContext camel, String expression, Map<String, Expression> functions) {
      super(camel, expression, true, functions);
    }

    @Override
    public List<SimpleNode> parseTokens() {
      super.parseTokens();
      nodes.replaceAll(ByValueParsers::byValue);
      return nodes;
    }
  }

  private static final class OfExpressions extends SimpleExpressionParser {
    OfExpressions(CamelContext camel, String expression, Map<String, Expression> functions) {
      super(camel, expression, true, functions);
    }

    @Override
    protected List<SimpleNode> parseTokens() {
      super.parseTokens();
      nodes.replaceAll(ByValueParsers::byValue);
      return nodes;
    }
  }
}
