package com.millyweb.hub.camel.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A file {@code <name>.agent.yaml} is a map of what the agent is. It stands for one route, {@code
 * from: agent:<name>} with the map as its parameters, so that it is checked, swapped in, kept and
 * taken away like every other file. What comes of a part keeps its place in the file.
 */
public final class AgentFile {
  public static final String SUFFIX = ".agent.yaml";

  private static final ObjectMapper JSON = new ObjectMapper();

  private AgentFile() {}

  public static boolean is(String file) {
    return file.endsWith(SUFFIX);
  }

  /** The name of the agent whose file it is. */
  public static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1, file.length() - SUFFIX.length());
  }

  /**
   * @param file relative to the routes folder, with slashes
   * @param root what its YAML says; other than a map is given back as it is
   */
  public static Node routes(String file, Node root) {
    if (!(root instanceof MappingNode map)) {
      return root;
    }
    String name = name(file);
    List<NodeTuple> parameters = new ArrayList<>();
    Node description = scalar(root, "");
    for (NodeTuple tuple : map.getValue()) {
      String key = text(tuple.getKeyNode());
      if (key.equals("description")) {
        description = tuple.getValueNode();
      }
      if (!key.equals("name") || !text(tuple.getValueNode()).equals(name)) {
        parameters.addAll(parameters(tuple, key));
      }
    }
    String id = file.substring(0, file.length() - SUFFIX.length()).replace('/', '.');
    Node steps = list(root, List.of(map(root, List.of(tuple(root, "stop", map(root, List.of()))))));
    Node from =
        map(
            root,
            List.of(
                tuple(root, "uri", scalar(root, "agent:" + name)),
                tuple(root, "parameters", map(root, parameters)),
                tuple(root, "steps", steps)));
    Node route =
        map(
            root,
            List.of(
                tuple(root, "id", scalar(root, id)),
                tuple(root, "description", description),
                tuple(root, "from", from)));
    return list(root, List.of(map(root, List.of(tuple(root, "route", route)))));
  }

  /** A list of words is one with commas, a list of maps JSON, a map one parameter for each key. */
  private static List<NodeTuple> parameters(NodeTuple tuple, String key) {
    Node value = tuple.getValueNode();
    if (value instanceof SequenceNode list) {
      boolean words = list.getValue().stream().allMatch(ScalarNode.class::isInstance);
      String text =
          words
              ? list.getValue().stream().map(AgentFile::text).collect(Collectors.joining(","))
              : json(list).toString();
      return List.of(new NodeTuple(tuple.getKeyNode(), scalar(value, text)));
    }
    if (value instanceof MappingNode map) {
      return map.getValue().stream()
          .map(
              part ->
                  new NodeTuple(
                      scalar(part.getKeyNode(), key + "." + text(part.getKeyNode())),
                      part.getValueNode()))
          .toList();
    }
    return List.of(tuple);
  }

  private static ArrayNode json(SequenceNode list) {
    ArrayNode all = JSON.createArrayNode();
    list.getValue().forEach(each -> all.add(json(each)));
    return all;
  }

  private static JsonNode json(Node node) {
    if (node instanceof SequenceNode list) {
      return json(list);
    }
    if (node instanceof MappingNode map) {
      ObjectNode object = JSON.createObjectNode();
      map.getValue()
          .forEach(each -> object.set(text(each.getKeyNode()), json(each.getValueNode())));
      return object;
    }
    return JSON.getNodeFactory().textNode(text(node));
  }

  private static NodeTuple tuple(Node at, String key, Node value) {
    return new NodeTuple(scalar(at, key), value);
  }

  private static Node map(Node at, List<NodeTuple> tuples) {
    return new MappingNode(
        Tag.MAP, true, tuples, FlowStyle.BLOCK, at.getStartMark(), at.getEndMark());
  }

  private static Node list(Node at, List<Node> items) {
    return new SequenceNode(
        Tag.SEQ, true, items, FlowStyle.BLOCK, at.getStartMark(), at.getEndMark());
  }

  private static ScalarNode scalar(Node at, String value) {
    return new ScalarNode(
        Tag.STR, true, value, ScalarStyle.PLAIN, at.getStartMark(), at.getEndMark());
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
