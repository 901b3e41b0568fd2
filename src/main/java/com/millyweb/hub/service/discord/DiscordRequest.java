package com.millyweb.hub.service.discord;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of a message that the hub sends to Discord. */
sealed interface DiscordRequest {

  /**
   * The fields that all of Discord's ways to post and to edit share; all that a webhook takes.
   *
   * @param components null where there can be none
   * @param attachments an edit keeps the files that are named here
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  record Content(
      String content,
      List<DiscordEmbed> embeds,
      @Nullable List<DiscordButtons.Row> components,
      List<Attachment> attachments,
      AllowedMentions allowedMentions)
      implements DiscordRequest {}

  /** As a bot, into a channel. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  record Post(
      @JsonUnwrapped Content message,
      String nonce,
      boolean enforceNonce,
      @Nullable Reference messageReference)
      implements DiscordRequest {}

  /** An answer that only the person sees who pressed. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Whisper(String content, int flags, AllowedMentions allowedMentions)
      implements DiscordRequest {
    private static final int EPHEMERAL = 1 << 6;

    static Whisper of(String text) {
      return new Whisper(text, EPHEMERAL, AllowedMentions.NONE);
    }
  }

  record Attachment(int id, String filename) {}

  record AllowedMentions(List<String> parse) {
    static final AllowedMentions NONE = new AllowedMentions(List.of());
  }

  /** The message that a message answers. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Reference(String messageId, boolean failIfNotExists) {
    static Reference to(JsonNode remote) {
      return new Reference(remote.path("id").asText(), false);
    }
  }
}
