package com.millyweb.hub.notify.decision;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data of a {@code chat.press}.
 *
 * @param authorId of the person in the medium; for the API and links a name for the audit
 * @param team Slack workspace or Discord guild
 * @param token hash of the button's token; empty when the hub's own API names notice and action
 * @param cause the event
 */
record ButtonPress(
    String medium,
    String conversation,
    String authorId,
    @Nullable String authorName,
    @Nullable String team,
    String token,
    @Nullable UUID notice,
    int action,
    @Nullable String message,
    Map<String, String> reply,
    UUID cause) {

  private static final Set<String> OWN = Set.of(PressHandler.API, PressHandler.LINK);

  /**
   * @throws IllegalArgumentException when it is no press
   */
  static ButtonPress of(@Nullable Object body, String source, UUID id) {
    if (!(body instanceof Map<?, ?> data) || !(data.get("author") instanceof Map<?, ?> author)) {
      throw new IllegalArgumentException("chat.press must have an author");
    }
    String medium = text(data, "medium");
    boolean own = OWN.contains(medium);
    if (own && !PressHandler.isHub(source)) {
      throw new IllegalArgumentException(
          "chat.press of medium %s must be from the hub, was from: %s".formatted(medium, source));
    }
    Object notice = own ? data.get("notice") : null;
    return new ButtonPress(
        medium,
        text(data, "conversation"),
        text(author, "id"),
        author.get("name") instanceof String name ? name : null,
        author.get("team") instanceof String team ? team : null,
        text(data, "action"),
        notice == null ? null : UUID.fromString(notice.toString()),
        data.get("index") instanceof Number index ? index.intValue() : 0,
        data.get("message") instanceof String message ? message : null,
        texts(data.get("reply")),
        id);
  }

  boolean isOf(String medium) {
    return this.medium.equals(medium);
  }

  Press press() {
    return new Press(medium, conversation, authorId, message, reply);
  }

  private static String text(Map<?, ?> map, String name) {
    return map.get(name) instanceof String text ? text : "";
  }

  private static Map<String, String> texts(@Nullable Object value) {
    Map<String, String> texts = new HashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, text) -> texts.put(String.valueOf(name), String.valueOf(text)));
    }
    return texts;
  }
}
