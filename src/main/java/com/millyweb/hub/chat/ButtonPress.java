package com.millyweb.hub.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data of a {@code chat.press}: somebody pressed a button of a notice, which is not decided
 * yet. The token itself is not kept, only its hash.
 *
 * @param medium that the button was in, {@link #API} or {@link #LINK}
 * @param person whom {@code hub.people} knew the author as
 * @param token hash of the button's token; empty when the hub's own API names notice and action
 * @param message what the chat calls the message with the button
 * @param reply what the medium needs to answer the press
 * @param notice that the API names
 * @param index of the action that the API names
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ButtonPress(
    String medium,
    Conversation conversation,
    Author author,
    @Nullable Person person,
    @JsonProperty("action") String token,
    @Nullable String message,
    Map<String, String> reply,
    @Nullable UUID notice,
    @Nullable Integer index) {
  public static final String TYPE = "chat.press";

  /** The medium of a press in the hub's API; only the hub itself appends these. */
  public static final String API = "api";

  /** The medium of a press behind a link, as e-mails have them; only the hub appends these. */
  public static final String LINK = "link";

  public ButtonPress {
    medium = medium == null ? "" : medium;
    conversation = conversation == null ? Conversation.NONE : conversation;
    author = author == null ? Author.NOBODY : author;
    token = token == null ? "" : token;
    reply = reply == null ? Map.of() : reply;
  }

  /**
   * @param by name of a token or session
   */
  public static ButtonPress inApi(String by, UUID notice, int index) {
    return own(API, by, "", notice, index);
  }

  public static ButtonPress behindLink(ButtonToken token) {
    return own(LINK, LINK, token.hash(), null, null);
  }

  private static ButtonPress own(
      String medium, String by, String token, @Nullable UUID notice, @Nullable Integer index) {
    return new ButtonPress(
        medium,
        Conversation.NONE,
        new Author(by, null, null),
        null,
        token,
        null,
        Map.of(),
        notice,
        index);
  }

  /**
   * @param body of a {@code chat.press} in a flow
   */
  public static ButtonPress read(@Nullable Object body) {
    return ChatJson.read(body, ButtonPress.class);
  }

  /** Whether the hub's own API or a page of the hub says so, and no chat. */
  public boolean ofHub() {
    return medium.equals(API) || medium.equals(LINK);
  }

  public byte[] json() {
    return ChatJson.bytes(this);
  }
}
