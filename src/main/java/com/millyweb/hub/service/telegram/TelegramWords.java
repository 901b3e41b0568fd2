package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message of Telegram says.
 *
 * @param text without the command's slash and without the bot's name; {@code /ping@bot now} is
 *     {@code ping now}, {@code /hub ping} is {@code ping}
 * @param addressed by a command, by a mention, or by answering the bot
 */
record TelegramWords(String text, boolean addressed) {

  /** A place in the text, in UTF-16 units, and what stands there instead. */
  private record Cut(int start, int end, String instead) {}

  /** Null for a message without words: a sticker, a voice, somebody who joined. */
  static @Nullable TelegramWords of(JsonNode message, TelegramBot bot) {
    boolean captioned = !message.path("text").isTextual();
    JsonNode words = message.path(captioned ? "caption" : "text");
    if (!words.isTextual() || words.asText().isBlank()) {
      return null;
    }
    String text = words.asText();
    List<Cut> cuts = new ArrayList<>();
    for (JsonNode entity : message.path(captioned ? "caption_entities" : "entities")) {
      Cut cut = cut(text, entity, bot);
      if (cut != null) {
        cuts.add(cut);
      }
    }
    boolean addressed = !cuts.isEmpty() || answersBot(message, bot);
    return new TelegramWords(without(text, cuts), addressed);
  }

  /** The message that this one answers; missing where a topic only shows how it began. */
  static JsonNode answered(JsonNode message) {
    JsonNode answered = message.path("reply_to_message");
    return answered.has("forum_topic_created") ? message.path("") : answered;
  }

  static boolean answersBot(JsonNode message, TelegramBot bot) {
    return bot.is(answered(message).path("from"));
  }

  private static @Nullable Cut cut(String text, JsonNode entity, TelegramBot bot) {
    int start = entity.path("offset").asInt(-1);
    int length = entity.path("length").asInt(-1);
    if (start < 0 || length < 2 || start > text.length() - length) {
      return null;
    }
    int end = start + length;
    String word = text.substring(start + 1, end);
    return switch (entity.path("type").asText()) {
      case "bot_command" -> start == 0 ? command(word, end, bot) : null;
      case "mention" -> bot.isNamed(word) ? new Cut(start, end, "") : null;
      case "text_mention" -> bot.is(entity.path("user")) ? new Cut(start, end, "") : null;
      default -> null;
    };
  }

  private static @Nullable Cut command(String word, int end, TelegramBot bot) {
    int at = word.indexOf('@');
    if (at >= 0 && !bot.isNamed(word.substring(at + 1))) {
      return null;
    }
    String command = at < 0 ? word : word.substring(0, at);
    return new Cut(0, end, command.equalsIgnoreCase("hub") ? "" : command);
  }

  private static String without(String text, List<Cut> cuts) {
    StringBuilder out = new StringBuilder(text);
    cuts.sort(Comparator.comparingInt(Cut::start).reversed());
    int done = text.length();
    for (Cut cut : cuts) {
      if (cut.end() <= done) {
        boolean between =
            cut.instead().isEmpty()
                && cut.end() < out.length()
                && out.charAt(cut.end()) == ' '
                && cut.start() > 0
                && out.charAt(cut.start() - 1) == ' ';
        out.replace(cut.start(), between ? cut.end() + 1 : cut.end(), cut.instead());
        done = cut.start();
      }
    }
    return out.toString().strip();
  }
}
