package com.millyweb.hub.chat;

import java.util.List;
import java.util.Map;

/** Persons without the rest of the hub. */
public final class PeopleFixture {
  private PeopleFixture() {}

  /** Alice, an operator, by what Slack calls her. */
  public static People alice(String slack) {
    var alice =
        new PeopleProperties.PersonProperties(
            Person.Role.operator, List.of(slack), List.of(), List.of());
    return new People(new PeopleProperties(Map.of("alice", alice)));
  }
}
