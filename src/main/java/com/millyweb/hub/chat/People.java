package com.millyweb.hub.chat;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The persons of {@code hub.people}, by what chats call them: ids only, since names change. */
@Component
public class People {
  private final Map<String, Person> byId = new HashMap<>();
  private final Map<String, ChatService> chats = new TreeMap<>();

  People(PeopleProperties properties, List<ChatService> chats) {
    chats.forEach(chat -> this.chats.put(chat.name(), chat));
    new TreeSet<>(properties.people().keySet())
        .forEach(
            name ->
                properties
                    .ids(name)
                    .forEach((medium, ids) -> add(medium, ids, properties.person(name))));
  }

  /**
   * @param team the Slack workspace or Discord guild; null where there is none
   */
  public Optional<Person> find(String medium, @Nullable String team, String id) {
    Person exact = team == null ? null : byId.get(key(medium, team + "/" + id));
    return Optional.ofNullable(exact == null ? byId.get(key(medium, id)) : exact);
  }

  /** Whether somebody may press buttons in a chat. */
  public boolean hasOperator(String medium) {
    return byId.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(key(medium, "")))
        .anyMatch(entry -> entry.getValue().may(Person.Role.operator));
  }

  private void add(String medium, List<String> ids, Person person) {
    String where = PeopleProperties.PREFIX + person.name() + "." + medium;
    ChatService chat = chats.get(medium);
    if (chat == null) {
      throw new ConfigurationProblem(unknown(where, medium, person));
    }
    for (String id : ids) {
      if (!chat.isPersonId(id)) {
        throw new ConfigurationProblem("%s must be ids, not names, was: '%s'".formatted(where, id));
      }
      Person other = byId.putIfAbsent(key(medium, id), person);
      if (other != null && !other.equals(person)) {
        throw new ConfigurationProblem(
            "%s: '%s' is %s%s already".formatted(where, id, PeopleProperties.PREFIX, other.name()));
      }
    }
  }

  private String unknown(String where, String medium, Person person) {
    Set<String> known = new TreeSet<>(chats.keySet());
    known.add(PeopleProperties.ROLE);
    String meant = Nearest.to(medium, known);
    String hint =
        meant == null
            ? "; a person has " + String.join(", ", known)
            : "; did you mean %s%s.%s?".formatted(PeopleProperties.PREFIX, person.name(), meant);
    return where + " is not a key of the hub" + hint;
  }

  private static String key(String medium, String id) {
    return medium + ":" + id;
  }
}
