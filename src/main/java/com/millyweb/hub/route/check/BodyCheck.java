package com.millyweb.hub.route.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * What routes read of the body while it is still the event's: a map has fields in brackets, and
 * those that the sample has. Behind a step that may have put another body there, nothing is said.
 */
final class BodyCheck {
  /** Steps that leave the body as it is, apart from the steps inside them. */
  private static final Set<String> KEEP =
      Set.of(
          "log",
          "filter",
          "choice",
          "when",
          "otherwise",
          "setHeader",
          "setHeaders",
          "setProperty",
          "setVariable",
          "setVariables",
          "removeHeader",
          "removeHeaders",
          "removeProperty",
          "removeProperties",
          "removeVariable",
          "delay",
          "throttle",
          "validate",
          "idempotentConsumer",
          "step",
          "doTry",
          "doCatch",
          "doFinally",
          "circuitBreaker",
          "onFallback",
          "wireTap",
          "stop",
          "throwException");

  private static final Set<String> SENDING = Set.of("to", "toD");
  private static final Set<String> KEEPING_SCHEMES = Set.of("event", "notify", "log");

  /** Branches of a step that hold steps of their own. */
  private static final Set<String> BRANCHES =
      Set.of("steps", "when", "otherwise", "doCatch", "doFinally", "onFallback");

  private final RouteOutline outline;
  private final Samples samples;
  private final List<String> patterns;

  /** The body at one place of a route; {@code sample} is missing where any JSON may come. */
  private record Body(boolean known, JsonNode sample) {
    static final Body UNKNOWN = new Body(false, MissingNode.getInstance());
  }

  private BodyCheck(RouteOutline outline, Samples samples) {
    this.outline = outline;
    this.samples = samples;
    patterns =
        outline.endpoints.stream()
            .filter(use -> use.role() == RouteOutline.Role.CONSUMER)
            .filter(use -> use.scheme().equals("event"))
            .map(EndpointUse::path)
            .toList();
  }

  static void check(RouteOutline outline, Samples samples) {
    if (outline.root instanceof SequenceNode list) {
      var check = new BodyCheck(outline, samples);
      list.getValue().forEach(element -> check.route(YamlSyntax.find(element, "route")));
    }
  }

  private void route(@Nullable Node route) {
    Node from = route == null ? null : YamlSyntax.find(route, "from");
    String uri = from == null ? "" : YamlSyntax.text(YamlSyntax.find(from, "uri"));
    if (from == null || !uri.startsWith("event:")) {
      return;
    }
    JsonNode sample =
        samples.of(outline.text, YamlSyntax.text(YamlSyntax.find(route, "id")), patterns);
    Body body = new Body(true, sample == null ? MissingNode.getInstance() : sample);
    Node parameters = YamlSyntax.find(from, "parameters");
    if (parameters != null) {
      texts(parameters, body);
    }
    Node steps =
        YamlSyntax.find(from, "steps") == null
            ? YamlSyntax.find(route, "steps")
            : YamlSyntax.find(from, "steps");
    steps(steps, body);
  }

  /** Returns the body after the steps. */
  private Body steps(@Nullable Node steps, Body before) {
    Body body = before;
    if (steps instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        if (body.known() && item instanceof MappingNode step && step.getValue().size() == 1) {
          NodeTuple tuple = step.getValue().get(0);
          body = step(YamlSyntax.text(tuple.getKeyNode()), tuple.getValueNode(), body);
        } else {
          body = Body.UNKNOWN;
        }
      }
    }
    return body;
  }

  private Body step(String name, Node value, Body body) {
    if (SENDING.contains(name)) {
      return send(value, body);
    }
    if (name.equals("log")) {
      Node message = value instanceof ScalarNode ? value : YamlSyntax.find(value, "message");
      scalar(message, body);
      return body;
    }
    expressions(value, body);
    Body after = KEEP.contains(name) ? body : Body.UNKNOWN;
    // inside of a split or a loop the body may be another one already
    return branches(value, after);
  }

  private Body branches(Node value, Body body) {
    Body after = body;
    if (value instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = YamlSyntax.text(tuple.getKeyNode());
        if (BRANCHES.contains(key)) {
          after = branch(key, tuple.getValueNode(), body).known() ? after : Body.UNKNOWN;
        }
      }
    }
    return after;
  }

  private Body branch(String key, Node branch, Body body) {
    if (key.equals("steps")) {
      return steps(branch, body);
    }
    Body after = body;
    List<Node> parts = branch instanceof SequenceNode list ? list.getValue() : List.of(branch);
    for (Node part : parts) {
      expressions(part, body);
      after = branches(part, body).known() ? after : Body.UNKNOWN;
    }
    return after;
  }

  private Body send(Node value, Body body) {
    Node uri = value instanceof ScalarNode ? value : YamlSyntax.find(value, "uri");
    String scheme = YamlSyntax.text(uri).replaceFirst(":.*", "");
    if (KEEPING_SCHEMES.contains(scheme)) {
      scalar(uri, body);
      Node parameters = value instanceof MappingNode ? YamlSyntax.find(value, "parameters") : null;
      if (parameters != null) {
        texts(parameters, body);
      }
      return body;
    }
    return Body.UNKNOWN;
  }

  /** Expressions in simple, apart from those of the steps inside. */
  private void expressions(Node node, Body body) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = YamlSyntax.text(tuple.getKeyNode());
        if (key.equals("simple")) {
          Node value = tuple.getValueNode();
          scalar(value instanceof ScalarNode ? value : YamlSyntax.find(value, "expression"), body);
        } else if (!BRANCHES.contains(key)) {
          expressions(tuple.getValueNode(), body);
        }
      }
    } else if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> expressions(item, body));
    }
  }

  private void texts(Node node, Body body) {
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(tuple -> scalar(tuple.getValueNode(), body));
    }
  }

  private void scalar(@Nullable Node node, Body body) {
    if (node instanceof ScalarNode scalar && body.known()) {
      new BodyPath(outline, scalar, body.sample()).check();
    }
  }
}
