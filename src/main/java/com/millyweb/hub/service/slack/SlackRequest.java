package com.millyweb.hub.service.slack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON that the hub sends to Slack. */
public sealed interface SlackRequest {

  /**
   * The fields that all of Slack's ways to post share; all that an incoming webhook takes. A notice
   * calls nobody, whoever wrote its words.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  record Content(
      String text,
      @Nullable List<SlackBlock> blocks,
      String parse,
      boolean linkNames,
      boolean unfurlLinks,
      boolean unfurlMedia)
      implements SlackRequest {
    static Content of(String text, @Nullable List<SlackBlock> blocks) {
      return new Content(text, blocks, "none", false, false, false);
    }
  }

  /** chat.postMessage. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  record Post(
      @JsonUnwrapped Content content,
      String channel,
      @Nullable String threadTs,
      @Nullable Metadata metadata)
      implements SlackRequest {}

  /** chat.update. */
  record Update(@JsonUnwrapped Content content, String channel, String ts)
      implements SlackRequest {}

  /** chat.delete. */
  record Delete(String channel, String ts) implements SlackRequest {
    static Delete of(JsonNode remote) {
      return new Delete(remote.path("channel").asText(), remote.path("ts").asText());
    }
  }

  /** An answer to a command or a press, which everybody in the channel sees. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Answer(@JsonUnwrapped Content content, String responseType, boolean replaceOriginal)
      implements SlackRequest {
    static Answer of(Content content) {
      return new Answer(content, "in_channel", false);
    }
  }

  /** An answer that only the person sees who pressed. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Whisper(String text, String responseType, boolean replaceOriginal)
      implements SlackRequest {
    static Whisper of(String text) {
      return new Whisper(text, "ephemeral", false);
    }
  }

  /** Lets a person tell two posts of one part, which an unanswered request may leave. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Metadata(String eventType, NoticePart eventPayload) {
    static Metadata of(String notice, int part) {
      return new Metadata("hub_notice", new NoticePart(notice, part));
    }
  }

  record NoticePart(String notice, int part) {}

  /** A file of files.completeUploadExternal. */
  record UploadedFile(String id, String title) {}
}
