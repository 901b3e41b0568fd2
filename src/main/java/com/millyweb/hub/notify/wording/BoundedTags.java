package com.millyweb.hub.notify.wording;

import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.node.AbstractRenderableNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.node.SetNode;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.ForTokenParser;
import io.pebbletemplates.pebble.tokenParser.SetTokenParser;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Pebble's tags that repeat or keep something, within a {@link Budget}. */
final class BoundedTags {
  private BoundedTags() {}

  /** {@code for}: its turns are counted, and what is no list has none. */
  static final class For implements TokenParser {
    private final ForTokenParser pebbles = new ForTokenParser();

    @Override
    public String getTag() {
      return pebbles.getTag();
    }

    @Override
    public RenderableNode parse(Token token, Parser parser) {
      ForNode loop = (ForNode) pebbles.parse(token, parser);
      loop.getBody().getChildren().add(0, new Turn(loop.getLineNumber()));
      return new ForNode(
          loop.getLineNumber(),
          loop.getIterationVariable(),
          new Seen(loop.getIterable(), For::items),
          loop.getBody(),
          loop.getElseBody());
    }

    private static Object items(@Nullable Object value) {
      return value instanceof Iterable<?> || value instanceof Map<?, ?> ? value : List.of();
    }
  }

  /** {@code set}: what it keeps has a size. */
  static final class Set implements TokenParser {
    private final SetTokenParser pebbles = new SetTokenParser();

    @Override
    public String getTag() {
      return pebbles.getTag();
    }

    @Override
    public RenderableNode parse(Token token, Parser parser) {
      SetNode set = (SetNode) pebbles.parse(token, parser);
      int line = set.getLineNumber();
      return new SetNode(
          line, set.getName(), new Seen(set.getValue(), value -> Budget.kept(value, line)));
    }
  }

  private static final class Turn extends AbstractRenderableNode {
    Turn(int line) {
      super(line);
    }

    @Override
    public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context) {
      Budget.turn(getLineNumber());
    }

    @Override
    public void accept(NodeVisitor visitor) {
      visitor.visit(this);
    }
  }

  /** An expression whose value is looked at. */
  private record Seen(Expression<?> expression, UnaryOperator<@Nullable Object> look)
      implements Expression<Object> {
    @Override
    public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
      return look.apply(expression.evaluate(self, context));
    }

    @Override
    public int getLineNumber() {
      return expression.getLineNumber();
    }

    @Override
    public void accept(NodeVisitor visitor) {
      visitor.visit(this);
    }
  }
}
