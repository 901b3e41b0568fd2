package com.millyweb.hub.notify.decision;

import com.millyweb.hub.chat.Author;
import com.millyweb.hub.chat.ButtonPress;
import com.millyweb.hub.chat.People;
import com.millyweb.hub.chat.Person;
import com.millyweb.hub.notify.TargetId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may decide by pressing a button. */
@Component
final class Deciders {
  private final People people;

  Deciders(People people) {
    this.people = people;
  }

  /** The name of who decides; empty for somebody who may not. */
  Optional<String> of(ButtonPress press, NoticeButton button) {
    Author author = press.author();
    TargetId target = button.target();
    if (press.medium().equals(ButtonPress.LINK) && target != null) {
      // who has the link got it there
      return Optional.of("%s of channel %s".formatted(target.medium(), target.channel()));
    }
    if (press.medium().equals(ButtonPress.API)) {
      return Optional.of(author.id());
    }
    return people
        .find(press.medium(), author.team(), author.id())
        .filter(person -> person.may(Person.Role.operator))
        .map(Person::name);
  }
}
