package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON that the hub sends to the Bot API: a record a method, and what methods share. */
sealed interface TelegramRequest {

  /** getMe. */
  @JsonInclude
  record Me() implements TelegramRequest {}

  /** getFile. */
  @JsonNaming(SnakeCaseStrategy.class)
  record File(String fileId) implements TelegramRequest {}

  /**
   * getUpdates.
   *
   * @param offset confirms all updates before it
   * @param timeout seconds
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  record Updates(
      @Nullable Long offset, @Nullable Integer limit, long timeout, List<String> allowedUpdates)
      implements TelegramRequest {}

  /** answerCallbackQuery. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  record PressAnswer(String callbackQueryId, @Nullable String text, @Nullable Boolean showAlert)
      implements TelegramRequest {}

  /** sendMessage. */
  record Send(@JsonUnwrapped Place place, @JsonUnwrapped Content content)
      implements TelegramRequest {}

  /** editMessageText. */
  record Edit(@JsonUnwrapped Message message, @JsonUnwrapped Content content)
      implements TelegramRequest {}

  /** A message that was sent; all that deleteMessage wants. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Message(String chatId, long messageId) implements TelegramRequest {
    static Message of(JsonNode remote) {
      return new Message(remote.path("chat").asText(), remote.path("message").asLong());
    }
  }

  /** Where a message or a file goes. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  record Place(
      String chatId, @Nullable Long messageThreadId, @Nullable ReplyParameters replyParameters) {
    /**
     * @param answers the message that is answered; empty for none
     */
    static Place of(TelegramDestination to, String answers) {
      return new Place(
          to.chat(),
          to.topic() == null ? null : Long.valueOf(to.topic()),
          answers.isEmpty() ? null : new ReplyParameters(Long.parseLong(answers), true));
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record ReplyParameters(long messageId, boolean allowSendingWithoutReply) {}

  /**
   * The fields that posts and edits share.
   *
   * @param parseMode null for words without markup
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  record Content(
      String text,
      @Nullable String parseMode,
      LinkPreview linkPreviewOptions,
      @Nullable Keyboard replyMarkup) {
    static Content of(String text, boolean html, List<List<Button>> keyboard) {
      return new Content(
          text,
          html ? "HTML" : null,
          new LinkPreview(true),
          keyboard.isEmpty() ? null : new Keyboard(keyboard));
    }
  }

  record LinkPreview(@JsonProperty("is_disabled") boolean off) {}

  /** Rows of buttons under a message. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Keyboard(List<List<Button>> inlineKeyboard) {}

  /**
   * A <a href="https://core.telegram.org/bots/api#inlinekeyboardbutton">button</a>, which leads to
   * a URL or can be pressed.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  record Button(
      String text, @Nullable String callbackData, @Nullable String url, @Nullable String style) {}
}
