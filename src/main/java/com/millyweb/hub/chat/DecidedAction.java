package com.millyweb.hub.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data of a {@code chat.action}: somebody who may pressed a button of a notice, and nobody did
 * before.
 *
 * @param medium that the button was in, or {@code api}
 * @param by the person's name, or that of the API's token
 * @param value what the notice's action stands for, e.g. {@code silence 2h}
 * @param text of the button
 * @param message what the chat calls the message with the button
 * @param notice that was asked
 * @param reply what the medium needs for an answer
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DecidedAction(
    String medium,
    Conversation conversation,
    Author author,
    String by,
    String value,
    String text,
    @Nullable String message,
    About notice,
    Map<String, String> reply) {
  public static final String TYPE = "chat.action";

  public DecidedAction {
    medium = medium == null ? "" : medium;
    conversation = conversation == null ? Conversation.NONE : conversation;
    author = author == null ? Author.NOBODY : author;
    by = by == null ? "" : by;
    value = value == null ? "" : value;
    text = text == null ? "" : text;
    notice = notice == null ? new About(null, "", "", "") : notice;
    reply = reply == null ? Map.of() : reply;
  }

  /**
   * @param id null only in what no hub wrote
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record About(@Nullable UUID id, String channel, String key, String title) {
    public About {
      channel = channel == null ? "" : channel;
      key = key == null ? "" : key;
      title = title == null ? "" : title;
    }
  }

  /**
   * @param body of a {@code chat.action} in a flow
   */
  public static DecidedAction read(@Nullable Object body) {
    return ChatJson.read(body, DecidedAction.class);
  }

  public byte[] json() {
    return ChatJson.bytes(this);
  }
}
