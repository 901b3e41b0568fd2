package com.millyweb.hub.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A button that somebody pressed, as a door reads it. One that the hub made becomes a {@link
 * ButtonPress}. One that another program made is {@code chat.action} as it is, without {@code
 * value} and {@code by}: nobody decided whether who pressed it may, and Telegram's users can send
 * whatever a button might hold. So no flow takes it for a {@link DecidedAction}.
 *
 * @param value what the button carries
 * @param values what was chosen, where there was a choice
 * @param message what the chat calls the message with the button
 * @param reply what the medium needs to answer the press
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChatPress(
    String medium,
    Conversation conversation,
    Author author,
    @Nullable Person person,
    @JsonProperty("button") String value,
    List<String> values,
    @Nullable String message,
    Map<String, String> reply) {

  public ChatPress {
    medium = medium == null ? "" : medium;
    conversation = conversation == null ? Conversation.NONE : conversation;
    author = author == null ? Author.NOBODY : author;
    value = WholeText.orEmpty(value);
    values = WholeText.all(values);
    reply = reply == null ? Map.of() : reply;
  }

  public ChatPress(
      Conversation conversation,
      Author author,
      String value,
      List<String> values,
      @Nullable String message,
      Map<String, String> reply) {
    this(conversation.medium(), conversation, author, null, value, values, message, reply);
  }

  /**
   * @param body of a {@code chat.action} in a flow
   */
  public static ChatPress read(@Nullable Object body) {
    return ChatJson.read(body, ChatPress.class);
  }

  public ChatPress by(@Nullable Person person) {
    return new ChatPress(medium, conversation, author, person, value, values, message, reply);
  }

  /** The press of the hub's own button; empty when another program made the button. */
  public Optional<ButtonPress> own() {
    return ButtonToken.parse(value)
        .map(
            token ->
                new ButtonPress(
                    medium,
                    conversation,
                    author,
                    person,
                    token.hash(),
                    message,
                    reply,
                    null,
                    null));
  }

  public byte[] json() {
    return ChatJson.bytes(this);
  }
}
