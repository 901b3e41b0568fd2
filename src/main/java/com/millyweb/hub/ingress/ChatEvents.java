package com.millyweb.hub.ingress;

import com.millyweb.hub.chat.Author;
import com.millyweb.hub.chat.ButtonPress;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.ChatPress;
import com.millyweb.hub.chat.DecidedAction;
import com.millyweb.hub.chat.People;
import com.millyweb.hub.chat.Person;
import com.millyweb.hub.event.NewEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What people say and press in chats, the same whichever chat it is: {@code chat.message}, and for
 * a button of the hub's own {@code chat.press}, which the notices' side decides and tells as {@code
 * chat.action}. The subject of each is the conversation, to which {@code notify:reply} answers.
 */
@Component
public final class ChatEvents {
  private final People people;

  public ChatEvents(People people) {
    this.people = people;
  }

  /**
   * @param source the door's source
   * @param key under which the chat repeats the same thing
   */
  public NewEvent message(String source, String key, ChatMessage said) {
    ChatMessage known = said.by(person(said.medium(), said.author()));
    return Envelope.checked(
        source, ChatMessage.TYPE, said.conversation().toString(), key, known.json());
  }

  public NewEvent press(String source, String key, ChatPress pressed) {
    ChatPress known = pressed.by(person(pressed.medium(), pressed.author()));
    String subject = pressed.conversation().toString();
    return known
        .own()
        .map(own -> Envelope.checked(source, ButtonPress.TYPE, subject, key, own.json()))
        .orElseGet(() -> Envelope.checked(source, DecidedAction.TYPE, subject, key, known.json()));
  }

  private @Nullable Person person(String medium, Author author) {
    return people.find(medium, author.team(), author.id()).orElse(null);
  }
}
