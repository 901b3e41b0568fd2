package com.millyweb.hub.chat;

import java.util.List;
import java.util.Map;

/** A person without a configuration. */
public final class PersonInTest {
  private PersonInTest() {}

  /** The only person there is, by the id that Discord knows. */
  public static People onDiscord(String name, String id) {
    var person =
        new PeopleProperties.PersonProperties(
            Person.Role.operator, List.of(), List.of(id), List.of());
    return new People(new PeopleProperties(Map.of(name, person)));
  }
}
