package com.millyweb.hub.route.check;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Names of classes, as of exceptions and of what a body is converted to. */
final class TypeCheck {
  private static final Set<String> KEYS = Set.of("exceptionType", "resultType", "exception");
  private static final String CONVERSION = "convertBodyTo";

  private final CamelContext context;
  private final RouteOutline outline;

  private TypeCheck(CamelContext context, RouteOutline outline) {
    this.context = context;
    this.outline = outline;
  }

  static void check(CamelContext context, RouteOutline outline) {
    new TypeCheck(context, outline).walk(outline.root, "");
  }

  private void walk(@Nullable Node node, String owner) {
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> walk(item, owner));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "";
        boolean conversion = owner.equals(CONVERSION) && key.equals("type");
        if (conversion || KEYS.contains(key)) {
          types(tuple.getValueNode());
        } else {
          walk(tuple.getValueNode(), key);
        }
      }
    } else if (node != null && owner.equals(CONVERSION)) {
      types(node);
    }
  }

  private void types(Node node) {
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(this::types);
    } else if (node instanceof ScalarNode type
        && !type.getValue().contains("{{")
        && context.getClassResolver().resolveClass(type.getValue().strip()) == null) {
      outline.error(type, "There is no class '%s'".formatted(type.getValue()), null);
    }
  }
}
