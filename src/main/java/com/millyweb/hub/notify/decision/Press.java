package com.millyweb.hub.notify.decision;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody pressed a button of a notice.
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
    Map<String, String> reply) {}
