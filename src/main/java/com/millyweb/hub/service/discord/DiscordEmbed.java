package com.millyweb.hub.service.discord;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The <a href="https://docs.discord.com/developers/resources/message#embed-limits">embed</a> of a
 * notice, within the limits stated there; they count what is sent, escapes included.
 */
final class DiscordEmbed {
  static final int DESCRIPTION = 4_096;

  /** Of all texts of all embeds of a message. */
  static final int ALL_TEXT = 6_000;

  private static final int TITLE = 256;
  private static final int FIELDS = 25;
  private static final int NAME = 256;
  private static final int VALUE = 1_024;

  /** Our own bound, which leaves a message room for its text. */
  private static final int ALL_FIELDS = 2_500;

  private DiscordEmbed() {}

  /**
   * @param length of all names and values
   */
  record Fields(List<Object> json, int length) {
    static Fields of(Notice notice) {
      List<Object> json = new ArrayList<>();
      int length = 0;
      List<Notice.Field> fields = notice.fields();
      for (Notice.Field field : fields) {
        String name = DiscordText.plainCut(field.title().strip(), NAME);
        String value = DiscordText.cut(field.value(), VALUE);
        Map<String, Object> one = field(name, value, field.brief());
        length += name.length() + value.length() + 2;
        boolean last = json.size() == fields.size() - 1;
        if (length > ALL_FIELDS || json.size() == FIELDS - 1 && !last) {
          String more =
              "%d more fields: see notice %s".formatted(fields.size() - json.size(), notice.id());
          json.add(field("…", more, false));
          break;
        }
        json.add(one);
      }
      return new Fields(json, Math.min(length, ALL_FIELDS) + (length == 0 ? 0 : 100));
    }

    /** Discord takes no empty ones. */
    private static Map<String, Object> field(String name, String value, boolean brief) {
      return Map.of(
          "name",
          name.isBlank() ? "\u200B" : name,
          "value",
          value.isBlank() ? "\u200B" : value,
          "inline",
          brief);
    }
  }

  /** Empty for a notice without a title. */
  static String title(Notice notice) {
    String title = notice.title();
    if (title == null) {
      return "";
    }
    String sign = notice.severity() == Severity.info ? "" : notice.severity().sign() + " ";
    String words = title.replaceAll("\\s+", " ").strip();
    return sign + DiscordText.plainCut(words, TITLE - sign.length());
  }

  static Map<String, Object> of(Notice notice, String description) {
    Map<String, Object> embed = new LinkedHashMap<>();
    embed.put("color", notice.severity().color());
    if (!description.isBlank()) {
      embed.put("description", description);
    }
    return embed;
  }

  static void putTitle(Map<String, Object> embed, String title, @Nullable String url) {
    if (!title.isEmpty()) {
      embed.put("title", title);
    }
    if (url != null) {
      embed.put("url", url);
    }
  }

  static void putTail(
      Map<String, Object> embed, Notice notice, Fields fields, Notice.@Nullable Attachment image) {
    if (!fields.json().isEmpty()) {
      embed.put("fields", fields.json());
    }
    if (image != null && image.url() != null) {
      embed.put("image", Map.of("url", image.url()));
    }
    embed.put("timestamp", notice.time().toString());
  }
}
