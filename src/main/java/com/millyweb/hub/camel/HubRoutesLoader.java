package com.millyweb.hub.camel;

import com.millyweb.hub.camel.agent.AgentFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.apache.camel.impl.engine.DefaultRoutesLoader;
import org.apache.camel.spi.RoutesBuilderLoader;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads route files as Camel does, and packs the parameters that are words for people, as those of
 * {@code to: notify:}, so that they come to the endpoint as they were written.
 */
final class HubRoutesLoader extends DefaultRoutesLoader {
  private static final int SHORT = 16;

  /** Parameters that name a file beside the routes. */
  private static final Set<String> NAMING = Set.of("template", "prompt", "system", "schema");

  private final FilesBeside beside;
  private @Nullable RoutesBuilderLoader yaml;

  HubRoutesLoader(CamelContext camel, FilesBeside beside) {
    super(camel);
    this.beside = beside;
  }

  @Override
  public synchronized RoutesBuilderLoader getRoutesLoader(String extension) throws Exception {
    if (!extension.equals("camel.yaml") && !extension.equals("agent.yaml")) {
      return super.getRoutesLoader(extension);
    }
    if (yaml == null) {
      var loader = new Words();
      loader.setCamelContext(getCamelContext());
      initRoutesBuilderLoader(loader);
      ServiceHelper.startService(loader);
      yaml = loader;
    }
    return yaml;
  }

  @Override
  public void doStop() throws Exception {
    ServiceHelper.stopService(yaml);
    super.doStop();
  }

  private final class Words extends YamlRoutesBuilderLoader {
    @Override
    protected RouteBuilder builder(YamlDeserializationContext context, Node root) {
      String file = context.getResource().getLocation().substring(RouteText.SCHEME.length());
      Node routes = AgentFile.is(file) ? AgentFile.routes(file, root) : root;
      walk("", routes);
      return super.builder(context, routes);
    }
  }

  private void walk(String step, Node node) {
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> walk(step, item));
    } else if (node instanceof MappingNode mapping) {
      pack(step, mapping);
      mapping.setValue(mapping.getValue().stream().map(tuple -> versioned(step, tuple)).toList());
      for (NodeTuple tuple : mapping.getValue()) {
        walk(
            tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "",
            tuple.getValueNode());
      }
    }
  }

  /** Other contents of the files that a URI names make it another URI. */
  private NodeTuple versioned(String step, NodeTuple tuple) {
    String key = text(tuple.getKeyNode());
    boolean sends = key.equals("to") || key.equals("uri") && step.equals("to");
    if (!sends
        || !(tuple.getValueNode() instanceof ScalarNode uri)
        || !uri.getValue().contains("?")
        || !WrittenOptions.areWordsOf(OpenEndpoints.scheme(uri.getValue()), false)) {
      return tuple;
    }
    String version =
        RouteText.named(uri.getValue()).stream().map(this::version).collect(Collectors.joining());
    return version.isEmpty()
        ? tuple
        : new NodeTuple(
            tuple.getKeyNode(),
            scalar(uri, uri.getValue() + "&" + WrittenOptions.VERSION + "=" + version));
  }

  private void pack(String step, MappingNode mapping) {
    boolean from = step.equals("from");
    if (!from && !step.equals("to")) {
      return;
    }
    String uri = value(mapping, "uri").map(HubRoutesLoader::text).orElse("");
    String scheme = OpenEndpoints.scheme(uri);
    if (value(mapping, "parameters").orElse(null) instanceof MappingNode parameters) {
      if (!uri.contains("?") && WrittenOptions.areWordsOf(scheme, from)) {
        words(parameters);
      } else if (scheme.equals("event")) {
        parameters.setValue(parameters.getValue().stream().map(HubRoutesLoader::plus).toList());
      }
    }
  }

  /** A URI reads + as a space, which an expression with one does not mean. */
  private static NodeTuple plus(NodeTuple tuple) {
    return tuple.getValueNode() instanceof ScalarNode value
            && value.getValue().contains("+")
            && !value.getValue().startsWith("RAW")
        ? new NodeTuple(tuple.getKeyNode(), scalar(value, "RAW(" + value.getValue() + ")"))
        : tuple;
  }

  private void words(MappingNode parameters) {
    List<NodeTuple> packed = new ArrayList<>();
    List<String> names = new ArrayList<>();
    ScalarNode last = null;
    var version = new StringBuilder();
    for (NodeTuple tuple : parameters.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key
          && tuple.getValueNode() instanceof ScalarNode value
          && !WrittenOptions.isPath(key.getValue())) {
        String text = raw(value.getValue());
        names.add(key.getValue());
        packed.add(
            new NodeTuple(
                scalar(key, WrittenOptions.pack(key.getValue())),
                scalar(value, WrittenOptions.pack(text))));
        last = value;
        if (NAMING.contains(key.getValue())) {
          version.append(version(text));
        }
      } else {
        packed.add(tuple);
      }
    }
    if (last != null) {
      packed.add(
          new NodeTuple(
              scalar(last, WrittenOptions.ORDER), scalar(last, WrittenOptions.order(names))));
    }
    if (last != null && !version.isEmpty()) {
      // Camel keeps an endpoint by its URI; other words are another endpoint
      packed.add(
          new NodeTuple(scalar(last, WrittenOptions.VERSION), scalar(last, version.toString())));
    }
    parameters.setValue(packed);
  }

  private String version(String name) {
    FilesBeside.Found found = beside.find(name);
    return found == null
        ? ""
        : RouteText.of(found.file(), found.content()).hash().substring(0, SHORT);
  }

  private static String raw(String value) {
    boolean raw = value.startsWith("RAW(") && value.endsWith(")");
    return raw ? value.substring("RAW(".length(), value.length() - 1) : value;
  }

  private static ScalarNode scalar(ScalarNode at, String value) {
    return new ScalarNode(
        Tag.STR, true, value, at.getScalarStyle(), at.getStartMark(), at.getEndMark());
  }

  private static Optional<Node> value(MappingNode mapping, String name) {
    return mapping.getValue().stream()
        .filter(tuple -> text(tuple.getKeyNode()).equals(name))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
