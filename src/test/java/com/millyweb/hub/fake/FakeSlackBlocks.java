package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Slack finds wrong with the blocks of a message. */
final class FakeSlackBlocks {
  private FakeSlackBlocks() {}

  /** The limits of https://docs.slack.dev/reference/block-kit/blocks. */
  static @Nullable String error(JsonNode body) {
    JsonNode blocks = body.path("blocks");
    if (blocks.isEmpty() && body.path("text").asText().isBlank()) {
      return "no_text";
    }
    if (blocks.size() > 50) {
      return "invalid_blocks";
    }
    for (JsonNode block : blocks) {
      if (!isValid(block)) {
        return "invalid_blocks";
      }
    }
    List<String> words = new ArrayList<>();
    collect(blocks, words);
    return String.join("", words).length() > 13_200 ? "msg_blocks_too_long" : null;
  }

  /** Every text below a node. */
  static void collect(JsonNode node, List<String> words) {
    if (node.path("text").isTextual()) {
      words.add(node.path("text").asText());
    }
    node.forEach(child -> collect(child, words));
  }

  private static boolean isValid(JsonNode block) {
    return switch (block.path("type").asText()) {
      case "header" -> isText(block.path("text"), 150);
      case "section" ->
          block.has("fields")
              ? block.path("fields").size() <= 10 && all(block.path("fields"), 2_000)
              : isText(block.path("text"), 3_000);
      case "context" -> block.path("elements").size() <= 10 && all(block.path("elements"), 2_000);
      case "actions" -> areButtons(block.path("elements"));
      default -> false;
    };
  }

  private static boolean areButtons(JsonNode elements) {
    Set<String> ids = new HashSet<>();
    for (JsonNode button : elements) {
      boolean valid =
          button.path("type").asText().equals("button")
              && isText(button.path("text"), 75)
              && button.path("value").asText().length() <= 2_000
              && button.path("action_id").asText().length() <= 255
              && ids.add(button.path("action_id").asText());
      if (!valid) {
        return false;
      }
    }
    return !elements.isEmpty() && elements.size() <= 25;
  }

  private static boolean all(JsonNode texts, int max) {
    for (JsonNode text : texts) {
      if (!isText(text, max)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(JsonNode text, int max) {
    String words = text.path("text").asText();
    return !words.isBlank() && words.length() <= max;
  }
}
