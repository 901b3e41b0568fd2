package com.millyweb.hub.service.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.chat.ChatFile;
import com.millyweb.hub.chat.Form;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.JsonTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what Discord sends: ids are numbers as text, everything may be missing. */
final class DiscordJson {
  static final String MEDIUM = "discord";

  /** The command whose name only says that the hub is meant. */
  private static final String HUB = "hub";

  private static final String VALUES = "values";
  private static final String ATTACHMENTS = "attachments";

  /** More than Discord takes. */
  private static final int MOST_FILES = 25;

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

  /**
   * What somebody wrote into a form, a line for each input. Forms are rows of inputs, or labels
   * with an input each; see <a
   * href="https://docs.discord.com/developers/components/reference">components</a>.
   */
  static String inputs(JsonNode components) {
    List<String> lines = new ArrayList<>();
    for (JsonNode input : filled(components)) {
      JsonNode value = input.path("value");
      lines.add(
          value.isValueNode() ? value.asText() : String.join(", ", texts(input.path(VALUES))));
    }
    return String.join("\n", lines).strip();
  }

  /** Null for what is no form. */
  static @Nullable Form form(JsonNode data) {
    String id = firstText(data.path("custom_id"));
    if (id == null) {
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (JsonNode input : filled(data.path("components"))) {
      String name = firstText(input.path("custom_id"));
      if (name != null) {
        JsonNode value = input.path("value");
        values.put(
            name,
            value.isBoolean()
                ? (Object) value.booleanValue()
                : value.isValueNode() ? value.asText() : texts(input.path(VALUES)));
      }
    }
    return new Form(id, values);
  }

  /** The texts of a list. */
  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : list) {
      if (text.isTextual()) {
        texts.add(text.textValue());
      }
    }
    return texts;
  }

  /** What came with a command or a form, and with the message that a command is about. */
  static List<ChatFile> files(JsonNode data) {
    List<ChatFile> files = new ArrayList<>();
    JsonNode resolved = data.path("resolved");
    resolved.path(ATTACHMENTS).forEach(file -> add(file, files));
    JsonNode message = resolved.path("messages").path(data.path("target_id").asText());
    message.path(ATTACHMENTS).forEach(file -> add(file, files));
    return files;
  }

  private static void add(JsonNode attachment, List<ChatFile> files) {
    JsonNode size = attachment.path("size");
    ChatFile file =
        ChatFile.sent(
            MEDIUM,
            attachment.path("filename").asText(),
            attachment.path("content_type").asText().replaceFirst(";.*", ""),
            size.isIntegralNumber() ? size.asLong() : null,
            attachment.path("id").textValue(),
            attachment.path("url").textValue());
    if (file.url() != null && files.size() < MOST_FILES) {
      files.add(file);
    }
  }

  private static List<JsonNode> filled(JsonNode components) {
    List<JsonNode> inputs = new ArrayList<>();
    collect(components, inputs);
    return inputs;
  }

  private static void collect(JsonNode node, List<JsonNode> inputs) {
    JsonNode value = node.path("value");
    if (value.isValueNode() && !value.isNull() || node.path(VALUES).isArray()) {
      inputs.add(node);
      return;
    }
    node.forEach(child -> collect(child, inputs));
  }
}
