package com.millyweb.hub.chat;

import java.util.List;
import java.util.Map;

/** Persons without the rest of the hub. */
public final class PeopleFixture {
  private PeopleFixture() {}

  /** The only person there is, an operator, by the id that a medium knows. */
  public static People operator(String name, String medium, String id) {
    return people(Map.of(name, Map.of(medium, List.of(id))), medium);
  }

  static People people(Map<String, Map<String, List<String>>> people, String... media) {
    List<ChatService> chats =
        List.of(media).stream().<ChatService>map(medium -> () -> medium).toList();
    return new People(new PeopleProperties(people), chats);
  }
}
