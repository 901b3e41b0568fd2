package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.chat.ChatFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The files of a <a href="https://core.telegram.org/bots/api#message">message</a> of Telegram. An
 * album is as many messages as it has files.
 */
final class TelegramFiles {
  /** What a kind is called and is of where Telegram does not say. */
  private static final Map<String, String[]> USUAL =
      Map.of(
          "animation", new String[] {"animation.mp4", "video/mp4"},
          "audio", new String[] {"audio.mp3", "audio/mpeg"},
          "document", new String[] {"document", "application/octet-stream"},
          "photo", new String[] {"photo.jpg", "image/jpeg"},
          "sticker", new String[] {"sticker.webp", "image/webp"},
          "video", new String[] {"video.mp4", "video/mp4"},
          "video_note", new String[] {"video-note.mp4", "video/mp4"},
          "voice", new String[] {"voice.ogg", "audio/ogg"});

  private TelegramFiles() {}

  static List<ChatFile> of(JsonNode message) {
    List<ChatFile> files = new ArrayList<>();
    for (String kind : USUAL.keySet().stream().sorted().toList()) {
      // an animation stands there as a document as well
      if (message.has(kind) && !(kind.equals("document") && message.has("animation"))) {
        JsonNode file = kind.equals("photo") ? largest(message.path(kind)) : message.path(kind);
        ChatFile one = file(kind, file);
        if (one.canBeFetched()) {
          files.add(one);
        }
      }
    }
    return files;
  }

  private static ChatFile file(String kind, JsonNode file) {
    String[] usual = usual(kind, file);
    JsonNode size = file.path("file_size");
    return ChatFile.sent(
        TelegramEvents.MEDIUM,
        file.path("file_name").asText(usual[0]),
        file.path("mime_type").asText(usual[1]),
        size.isIntegralNumber() ? size.asLong() : null,
        file.path("file_id").textValue(),
        null);
  }

  private static String[] usual(String kind, JsonNode file) {
    if (kind.equals("sticker") && file.path("is_animated").asBoolean()) {
      return new String[] {"sticker.tgs", "application/gzip"};
    }
    if (kind.equals("sticker") && file.path("is_video").asBoolean()) {
      return new String[] {"sticker.webm", "video/webm"};
    }
    return USUAL.getOrDefault(kind, new String[] {"file", ""});
  }

  private static JsonNode largest(JsonNode sizes) {
    JsonNode largest = sizes.path(0);
    for (JsonNode size : sizes) {
      if (area(size) > area(largest)) {
        largest = size;
      }
    }
    return largest;
  }

  private static long area(JsonNode size) {
    return size.path("width").asLong() * size.path("height").asLong();
  }
}
