package com.millyweb.hub.agent;

import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.DecidedAction;
import com.millyweb.hub.chat.Person;
import org.jspecify.annotations.Nullable;

/**
 * Whether what begins a run is to be trusted: words of a person whom {@code hub.people} knows, and
 * the hub's own schedules, are; all else may have been written by anybody, whatever flows it went
 * through.
 *
 * @param person who said it; null where nobody known did
 * @param taint why it is not to be trusted; null when it is
 */
public record Trust(@Nullable String person, @Nullable String taint) {

  /**
   * @param type of the event; null where none is handled
   */
  public static Trust of(@Nullable String type, @Nullable String source, @Nullable Object body) {
    if (type == null) {
      return new Trust(null, "it was begun by a call from outside");
    }
    if (type.equals(ChatMessage.TYPE)) {
      Person person = ChatMessage.read(body).person();
      return person == null
          ? new Trust(null, "a message of somebody who is not in hub.people")
          : new Trust(person.name(), null);
    }
    if (type.equals(DecidedAction.TYPE)) {
      return new Trust(DecidedAction.read(body).by(), null);
    }
    return type.startsWith("schedule.")
        ? new Trust(null, null)
        : new Trust(null, "event %s of %s".formatted(type, source));
  }
}
