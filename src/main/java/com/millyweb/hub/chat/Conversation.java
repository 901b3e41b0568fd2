package com.millyweb.hub.chat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A place in a chat where people talk and the hub can answer. As text, {@code
 * <medium>/<chat>[/<thread>]}, it is the subject of every event of a chat.
 *
 * @param chat what the medium calls it: a channel, a group, a person
 * @param thread within the chat; null where there is none
 */
public record Conversation(String medium, String chat, @Nullable String thread) {
  /** Of a press in the hub's own API, which happens in no chat. */
  public static final Conversation NONE = new Conversation("", "", null);

  public static Conversation of(String medium, String chat) {
    return new Conversation(medium, chat, null);
  }

  /** Returns {@link #NONE} when the text names no conversation. */
  @JsonCreator
  public static Conversation parse(@Nullable String text) {
    int slash = text == null ? -1 : text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      return NONE;
    }
    String medium = text.substring(0, slash);
    int next = text.indexOf('/', slash + 1);
    return next < 0
        ? new Conversation(medium, text.substring(slash + 1), null)
        : new Conversation(medium, text.substring(slash + 1, next), text.substring(next + 1));
  }

  /** What the medium needs to know of it: {@code <chat>[/<thread>]}. */
  public String address() {
    return thread == null ? chat : chat + "/" + thread;
  }

  public boolean exists() {
    return !medium.isEmpty();
  }

  @Override
  @JsonValue
  public String toString() {
    return exists() ? medium + "/" + address() : "";
  }
}
