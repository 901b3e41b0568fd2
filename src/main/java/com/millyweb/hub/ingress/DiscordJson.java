package com.millyweb.hub.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what Discord sends: ids are numbers as text, everything may be missing. */
final class DiscordJson {
  /** The command whose name only says that the hub is meant. */
  private static final String HUB = "hub";

  private DiscordJson() {}

  /**
   * @throws Refused unless the body is one JSON object
   */
  static JsonNode read(Webhook webhook) {
    JsonNode json = JsonTree.read(webhook);
    if (!json.isObject()) {
      throw Refused.malformed("no JSON object");
    }
    return json;
  }

  static boolean isId(String text) {
    return text.matches("[0-9]{1,20}");
  }

  /**
   * @throws Refused unless the field is a snowflake
   */
  static String id(JsonNode node, String name) {
    JsonNode id = node.path(name);
    if (!id.isTextual() || !isId(id.textValue())) {
      throw Refused.malformed(name + " is no id");
    }
    return id.textValue();
  }

  static @Nullable String firstText(JsonNode... nodes) {
    for (JsonNode node : nodes) {
      if (node.isTextual() && !node.textValue().isBlank()) {
        return node.textValue();
      }
    }
    return null;
  }

  /** What a command says: its name unless that is {@code hub}, its sub-commands, its values. */
  static String words(JsonNode data) {
    List<String> words = new ArrayList<>();
    String name = data.path("name").asText();
    if (!name.equals(HUB)) {
      words.add(name);
    }
    add(data.path("options"), data.path("resolved"), words);
    JsonNode target = data.path("target_id");
    if (target.isTextual()) {
      String id = target.textValue();
      String content = firstText(data.path("resolved").path("messages").path(id).path("content"));
      words.add(content == null ? id : content);
    }
    return String.join(" ", words).strip();
  }

  private static void add(JsonNode options, JsonNode resolved, List<String> words) {
    for (JsonNode option : options) {
      JsonNode value = option.path("value");
      if (value.isValueNode() && !value.isNull()) {
        // an attachment is told by its id
        String url = firstText(resolved.path("attachments").path(value.asText()).path("url"));
        words.add(url == null ? value.asText() : url);
      } else {
        words.add(option.path("name").asText());
        add(option.path("options"), resolved, words);
      }
    }
  }

  /** What somebody wrote into a form, a line for each input. */
  static String inputs(JsonNode components) {
    List<String> lines = new ArrayList<>();
    collect(components, lines);
    return String.join("\n", lines).strip();
  }

  private static void collect(JsonNode node, List<String> lines) {
    if (node.path("value").isTextual()) {
      lines.add(node.path("value").textValue());
    }
    node.forEach(child -> collect(child, lines));
  }
}
