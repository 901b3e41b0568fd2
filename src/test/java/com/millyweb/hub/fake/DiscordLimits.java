package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Discord refuses of a message, counted in UTF-16 units, which is never less than it does. */
public final class DiscordLimits {
  private static final int EMBEDS = 6_000;

  private DiscordLimits() {}

  /** A host without a dot makes no well formed URL. */
  private static final String WEB = "https?://[^/:?#\\s.]+(\\.[^/:?#\\s.]+)+([/:?#]\\S*)?";

  /**
   * The limits of https://docs.discord.com/developers/resources/message and
   * https://docs.discord.com/developers/components/reference; null when it is within them.
   *
   * @param files that came with it
   */
  public static @Nullable String wrong(JsonNode message, int files) {
    if (message.path("content").asText().length() > 2_000) {
      return "content: Must be 2000 or fewer in length.";
    }
    JsonNode embeds = message.path("embeds");
    if (embeds.size() > 10 || files > 10) {
      return "embeds: Must be 10 or fewer in length.";
    }
    int sum = 0;
    for (JsonNode embed : embeds) {
      String wrong = wrongEmbed(embed);
      if (wrong != null) {
        return wrong;
      }
      sum += length(embed);
    }
    if (sum > EMBEDS) {
      return "embeds: Embed size exceeds maximum size of 6000";
    }
    if (message.path("attachments").size() != files) {
      return "attachments: not the files that came";
    }
    return wrongComponents(message.path("components"));
  }

  static boolean isEmpty(JsonNode message, int files) {
    return message.path("content").asText().isBlank()
        && message.path("embeds").isEmpty()
        && files == 0;
  }

  private static @Nullable String wrongEmbed(JsonNode embed) {
    if (tooLong(embed.path("title"), 256)
        || tooLong(embed.path("description"), 4_096)
        || tooLong(embed.path("footer").path("text"), 2_048)) {
      return "embeds: title, description or footer too long, or empty";
    }
    for (JsonNode url : new JsonNode[] {embed.path("url"), embed.path("image").path("url")}) {
      if (!url.isMissingNode() && !(url.asText().matches(WEB) && url.asText().length() <= 2_048)) {
        return "embeds: Not a well formed URL.";
      }
    }
    if (embed.path("fields").size() > 25) {
      return "embeds: fields: Must be 25 or fewer in length.";
    }
    for (JsonNode field : embed.path("fields")) {
      if (!field.has("name") || !field.has("value")) {
        return "embeds: fields: This field is required";
      }
      if (tooLong(field.path("name"), 256) || tooLong(field.path("value"), 1_024)) {
        return "embeds: fields: name or value too long, or empty";
      }
    }
    return null;
  }

  private static boolean tooLong(JsonNode text, int max) {
    return !text.isMissingNode() && (text.asText().isBlank() || text.asText().length() > max);
  }

  private static int length(JsonNode embed) {
    int sum =
        embed.path("title").asText().length()
            + embed.path("description").asText().length()
            + embed.path("footer").path("text").asText().length();
    for (JsonNode field : embed.path("fields")) {
      sum += field.path("name").asText().length() + field.path("value").asText().length();
    }
    return sum;
  }

  private static @Nullable String wrongComponents(JsonNode rows) {
    if (rows.size() > 5) {
      return "components: Must be 5 or fewer in length.";
    }
    Set<String> ids = new HashSet<>();
    for (JsonNode row : rows) {
      if (row.path("type").asInt() != 1
          || row.path("components").size() > 5
          || row.path("components").isEmpty()) {
        return "components: a row has 1 to 5 buttons";
      }
      for (JsonNode button : row.path("components")) {
        boolean link = button.path("style").asInt() == 5;
        boolean fits =
            button.path("type").asInt() == 2
                && !tooLong(button.path("label"), 80)
                && (link
                    ? button.path("url").asText().matches(WEB)
                        && button.path("url").asText().length() <= 512
                    : !button.path("custom_id").asText().isEmpty()
                        && button.path("custom_id").asText().length() <= 100
                        && ids.add(button.path("custom_id").asText()));
        if (!fits) {
          return "components: label, url or custom_id wrong: " + button;
        }
      }
    }
    return null;
  }
}
