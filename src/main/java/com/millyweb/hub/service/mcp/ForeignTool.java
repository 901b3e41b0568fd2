package com.millyweb.hub.service.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.millyweb.hub.text.Digest;
import com.millyweb.hub.text.Truncate;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.ToolParameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tool as its server describes it.
 *
 * @param name as the server has it
 * @param said what decides what it does, and what models read of it
 */
record ForeignTool(String name, JsonNode said) {
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_DESCRIPTION = 1024;
  private static final int LONGEST_TITLE = 80;
  private static final int LONGEST_SAID = 32 * 1024;
  private static final int DEEPEST = 24;
  private static final int MOST_PARTS = 2_000;

  /** Of a name in the hub. */
  private static final int ROOM = 64;

  private static final int DIGITS = 8;
  private static final Set<String> DROPPED =
      Set.of("$schema", "$id", "$comment", "$defs", "definitions", "$anchor");

  /** Where a schema holds names of its own in the place of keywords. */
  private static final Set<String> NAMED =
      Set.of("properties", "patternProperties", "dependentSchemas");

  /** Where a schema holds data. */
  private static final Set<String> DATA = Set.of("const", "default", "enum", "examples");

  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /**
   * @throws IllegalArgumentException when it is none
   */
  static ForeignTool of(JsonNode listed) {
    String name = listed.path("name").asText();
    if (name.isEmpty() || name.length() > LONGEST_NAME || !name.equals(VisibleText.of(name))) {
      throw new IllegalArgumentException(
          "a tool's name must be 1 to %d visible characters, was: '%s'"
              .formatted(LONGEST_NAME, Truncate.line(VisibleText.of(name), 40)));
    }
    ObjectNode said = JsonNodeFactory.instance.objectNode();
    for (String part : List.of("name", "title", "description", "inputSchema")) {
      if (listed.has(part)) {
        said.set(part, listed.get(part));
      }
    }
    if (said.toString().length() > LONGEST_SAID) {
      throw new IllegalArgumentException(
          "tool '%s' must be described in at most %,d characters, has %,d"
              .formatted(name, LONGEST_SAID, said.toString().length()));
    }
    return new ForeignTool(name, said);
  }

  /** Of all that was said, whatever the order of its fields. */
  String hash() {
    try {
      return Digest.sha256Hex(JSON.writeValueAsString(JSON.convertValue(said, MAP)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot be written as JSON", e);
    }
  }

  /**
   * As the hub offers it.
   *
   * @throws IllegalArgumentException when its schema cannot be used
   */
  Tool tool(String server, McpServersProperties.Server configured) {
    boolean reads = configured.readOnly().contains(name);
    String title = Truncate.line(VisibleText.of(said.path("title").asText(name)), LONGEST_TITLE);
    String description =
        Truncate.to(VisibleText.of(said.path("description").asText()).strip(), LONGEST_DESCRIPTION);
    return new Tool(
        name(server),
        title.isEmpty() ? name : title,
        description.isEmpty() ? "A tool of the MCP server " + server : description,
        configured.tags(),
        parameters(),
        new Tool.Hints(reads, !reads, reads, true),
        true,
        true,
        Tool.Asking.BY_RULES,
        "mcp:" + server,
        configured.timeout());
  }

  /** The arguments that its schema wants in headers as well ({@code x-mcp-header}). */
  Map<String, String> headers(JsonNode arguments) {
    Map<String, String> headers = new LinkedHashMap<>();
    said.at("/inputSchema/properties")
        .properties()
        .forEach(
            property -> {
              String header = property.getValue().path("x-mcp-header").asText();
              JsonNode value = arguments.path(property.getKey());
              if (header.matches("[A-Za-z0-9-]{1,64}")
                  && (value.isTextual() || value.isIntegralNumber() || value.isBoolean())) {
                headers.put("Mcp-Param-" + header, McpHeader.of(value.asText()));
              }
            });
    return headers;
  }

  private String name(String server) {
    String plain = "%s-%s".formatted(server, name.replaceAll("[^A-Za-z0-9_-]", "_"));
    return plain.length() <= ROOM && plain.endsWith(name)
        ? plain
        : Truncate.head(plain, ROOM - DIGITS - 1)
            + "-"
            + Digest.sha256Hex(name).substring(0, DIGITS);
  }

  private List<ToolParameter> parameters() {
    JsonNode schema = said.path("inputSchema");
    if (!schema.path("type").asText("object").equals("object")) {
      throw new IllegalArgumentException(
          "tool '%s': inputSchema must be of type object".formatted(name));
    }
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(one -> required.add(one.asText()));
    List<ToolParameter> parameters = new ArrayList<>();
    var parts = new Parts(schema);
    schema
        .path("properties")
        .properties()
        .forEach(
            property ->
                parameters.add(
                    new ToolParameter(
                        VisibleText.of(property.getKey()),
                        required.contains(property.getKey()),
                        parts.schema(property.getValue()))));
    return parameters;
  }

  /** Parts of a schema, each of which stands for itself: what it refers to is put in its place. */
  private final class Parts {
    private final JsonNode root;
    private int count;

    Parts(JsonNode root) {
      this.root = root;
    }

    Map<String, Object> schema(JsonNode property) {
      JsonNode whole = whole(property, 0);
      return whole.isObject() ? JSON.convertValue(whole, MAP) : new LinkedHashMap<>();
    }

    private JsonNode whole(JsonNode node, int depth) {
      if (depth > DEEPEST || ++count > MOST_PARTS) {
        throw new IllegalArgumentException(
            "tool '%s': inputSchema must be at most %d deep and have at most %,d parts"
                .formatted(name, DEEPEST, MOST_PARTS));
      }
      if (node.isTextual()) {
        return TextNode.valueOf(VisibleText.of(node.asText()));
      }
      if (node instanceof ArrayNode items) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> all.add(whole(item, depth + 1)));
        return all;
      }
      if (!node.isObject()) {
        return node;
      }
      if (node.path("$ref").isTextual()) {
        String to = node.path("$ref").asText();
        JsonNode found = to.startsWith("#/") ? root.at(to.substring(1)) : root.path("$none");
        if (found.isMissingNode()) {
          throw new IllegalArgumentException(
              "tool '%s': inputSchema must refer to parts of itself only, has: '%s'"
                  .formatted(name, Truncate.line(to, 80)));
        }
        return whole(found, depth + 1);
      }
      ObjectNode fields = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String key = field.getKey();
        if (DROPPED.contains(key) || key.startsWith("x-")) {
          continue;
        }
        fields.set(
            key,
            DATA.contains(key)
                ? field.getValue()
                : NAMED.contains(key)
                    ? named(field.getValue(), depth + 1)
                    : whole(field.getValue(), depth + 1));
      }
      return fields;
    }

    private JsonNode named(JsonNode all, int depth) {
      ObjectNode fields = JsonNodeFactory.instance.objectNode();
      all.properties()
          .forEach(one -> fields.set(VisibleText.of(one.getKey()), whole(one.getValue(), depth)));
      return fields;
    }
  }
}
