package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How Telegram says no. Everything may be missing, because something in between may have answered.
 *
 * @param code the status that Telegram itself has; 0 when it did not say it
 * @param retryAfter seconds
 * @param movedTo the number that the chat has now
 */
record TelegramRefusal(
    int code, String description, @Nullable String retryAfter, @Nullable String movedTo) {

  static TelegramRefusal of(JsonNode answer) {
    JsonNode wait = answer.path("parameters").path("retry_after");
    JsonNode movedTo = answer.path("parameters").path("migrate_to_chat_id");
    return new TelegramRefusal(
        answer.path("error_code").asInt(),
        answer.path("description").asText(""),
        wait.isNumber() ? wait.asText() : null,
        movedTo.isIntegralNumber() ? movedTo.asText() : null);
  }

  /** What it says, in small letters. */
  String said() {
    return description.toLowerCase(Locale.ROOT);
  }
}
