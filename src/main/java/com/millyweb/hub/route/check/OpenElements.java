package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.agent.AgentFile;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * What a file may be made of, asked before Camel reads it: Camel would make beans of it, or
 * configure the routes of other files.
 */
public final class OpenElements {
  private OpenElements() {}

  /**
   * @throws IllegalArgumentException when the file is not made of what its folder holds
   */
  public static void judge(RouteText text) {
    var outline = new RouteOutline(text);
    Node read =
        YamlSyntax.compose(outline)
            .orElseThrow(
                () -> new IllegalArgumentException("%s is no route file".formatted(text.file())));
    Node root = AgentFile.is(text.file()) ? AgentFile.routes(text.file(), read) : read;
    Set<String> allowed = text.isPolicy() ? RoutePolicy.POLICY_ELEMENTS : RoutePolicy.ELEMENTS;
    if (!(root instanceof SequenceNode list)) {
      throw new IllegalArgumentException("A route file must be a list");
    }
    for (Node element : list.getValue()) {
      String name = element instanceof MappingNode mapping ? only(mapping) : "";
      if (!allowed.contains(name)) {
        throw new IllegalArgumentException(
            "'%s' is not open to a file in '%s'".formatted(name, text.folder()));
      }
    }
    values(root);
  }

  private static String only(MappingNode mapping) {
    return mapping.getValue().size() == 1
            && mapping.getValue().get(0).getKeyNode() instanceof ScalarNode key
        ? key.getValue()
        : "";
  }

  private static void values(Node node) {
    if (node instanceof ScalarNode scalar) {
      if (RoutePolicy.FORBIDDEN_VALUE.matcher(scalar.getValue()).matches()) {
        throw new IllegalArgumentException(
            "Objects of classes and 'resource:' are not open to routes");
      }
    } else if (node instanceof SequenceNode list) {
      list.getValue().forEach(OpenElements::values);
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        values(tuple.getValueNode());
      }
    }
  }
}
