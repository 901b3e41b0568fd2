package com.millyweb.hub.chat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The persons of {@code hub.people}, by what chats call them: ids only, since names change. */
@Component
public class People {
  private final Map<String, Person> byId = new HashMap<>();

  People(PeopleProperties properties) {
    properties
        .people()
        .forEach(
            (name, person) -> {
              Person known = new Person(name, person.role());
              add("slack", person.slack(), known);
              add("discord", person.discord(), known);
              add("telegram", person.telegram(), known);
            });
  }

  /**
   * @param team the Slack workspace or Discord guild; null where there is none
   */
  public Optional<Person> find(String medium, @Nullable String team, String id) {
    Person exact = team == null ? null : byId.get(medium + ":" + team + "/" + id);
    return Optional.ofNullable(exact == null ? byId.get(medium + ":" + id) : exact);
  }

  private void add(String medium, List<String> ids, Person person) {
    ids.forEach(id -> byId.put(medium + ":" + id, person));
  }
}
