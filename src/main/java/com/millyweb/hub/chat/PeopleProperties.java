package com.millyweb.hub.chat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may act from a chat.
 *
 * @param people by a name of your choice
 */
@ConfigurationProperties("hub")
public record PeopleProperties(@DefaultValue Map<String, PersonProperties> people) {

  public PeopleProperties {
    Map<String, String> owners = new HashMap<>();
    people.forEach(
        (name, person) -> {
          own(owners, name, "slack", person.slack());
          own(owners, name, "discord", person.discord());
          own(owners, name, "telegram", person.telegram());
        });
    people = Map.copyOf(people);
  }

  /**
   * @param role viewer: is only known by name; operator: may press buttons and give commands
   * @param slack member ids, {@code U…} or {@code T…/U…} for the member of one workspace
   * @param discord user ids, or {@code guild/user}
   * @param telegram user ids (numbers, not names: those can be changed)
   */
  record PersonProperties(
      @DefaultValue("operator") Person.Role role,
      @DefaultValue List<String> slack,
      @DefaultValue List<String> discord,
      @DefaultValue List<String> telegram) {}

  private static void own(
      Map<String, String> owners, String name, String medium, List<String> ids) {
    for (String id : ids) {
      if (!id.matches("([A-Za-z0-9]+/)?[A-Za-z0-9]+")) {
        throw new IllegalArgumentException(
            "hub.people.%s.%s must be ids, not names, was: '%s'".formatted(name, medium, id));
      }
      String other = owners.putIfAbsent(medium + ":" + id, name);
      if (other != null && !other.equals(name)) {
        throw new IllegalArgumentException(
            "hub.people.%s.%s: '%s' is hub.people.%s already".formatted(name, medium, id, other));
      }
    }
  }
}
