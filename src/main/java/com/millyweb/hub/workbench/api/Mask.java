package com.millyweb.hub.workbench.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/** What a viewer sees of a body: its shape and names, no value. */
public final class Mask {
  static final String MASKED = "******";

  private Mask() {}

  /**
   * What a chat needs for an answer (a response URL, an interaction's token) is as good as a login
   * for some minutes: nobody sees it.
   */
  static @Nullable JsonNode reply(String type, @Nullable JsonNode data) {
    if (type.startsWith("chat.") && data instanceof ObjectNode object && object.has("reply")) {
      object.set("reply", of(object.get("reply")));
    }
    return data;
  }

  /** A map whose names are masked, too. */
  public static JsonNode nameless(JsonNode map) {
    ObjectNode masked = JsonNodeFactory.instance.objectNode();
    return map.isEmpty() ? masked : masked.put(MASKED, MASKED);
  }

  public static JsonNode of(JsonNode node) {
    if (node.isObject()) {
      ObjectNode masked = JsonNodeFactory.instance.objectNode();
      node.properties().forEach(field -> masked.set(field.getKey(), of(field.getValue())));
      return masked;
    }
    if (node.isArray()) {
      ArrayNode masked = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> masked.add(of(element)));
      return masked;
    }
    return node.isNull() ? node : TextNode.valueOf(MASKED);
  }
}
