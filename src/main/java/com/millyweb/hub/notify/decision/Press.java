package com.millyweb.hub.notify.decision;

import com.millyweb.hub.chat.ButtonPress;
import com.millyweb.hub.chat.ChatPress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a medium needs to end a press, whoever made the button.
 *
 * @param conversation {@code <medium>/<address>}
 * @param authorId what the medium calls the person
 * @param message what the medium calls the message with the button
 * @param reply what the door kept for an answer; see the door of the medium
 */
public record Press(
    String medium,
    String conversation,
    String authorId,
    @Nullable String message,
    Map<String, String> reply) {

  static Press of(ButtonPress press) {
    return new Press(
        press.medium(),
        press.conversation().toString(),
        press.author().id(),
        press.message(),
        press.reply());
  }

  static Press of(ChatPress press) {
    return new Press(
        press.medium(),
        press.conversation().toString(),
        press.author().id(),
        press.message(),
        press.reply());
  }
}
