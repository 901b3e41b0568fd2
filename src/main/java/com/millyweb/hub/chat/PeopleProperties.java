package com.millyweb.hub.chat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may act from a chat.
 *
 * @param people by a name of your choice: {@code role} (viewer is only known by name, operator may
 *     press buttons and give commands), and for each {@link ChatService} the ids by which it knows
 *     the person, {@code <id>} or {@code <workspace or guild>/<id>}
 */
@ConfigurationProperties("hub")
public record PeopleProperties(@DefaultValue Map<String, Map<String, List<String>>> people) {
  static final String PREFIX = "hub.people.";
  static final String ROLE = "role";

  public PeopleProperties {
    people = Map.copyOf(people);
    people.forEach(PeopleProperties::role);
  }

  Person person(String name) {
    return new Person(name, role(name, people.getOrDefault(name, Map.of())));
  }

  /** By the name of the medium. */
  Map<String, List<String>> ids(String name) {
    Map<String, List<String>> ids = new TreeMap<>(people.getOrDefault(name, Map.of()));
    ids.remove(ROLE);
    return ids;
  }

  private static Person.Role role(String name, Map<String, List<String>> keys) {
    String written = String.join(",", keys.getOrDefault(ROLE, List.of("operator")));
    return Arrays.stream(Person.Role.values())
        .filter(role -> role.name().equals(written.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s%s.role = %s: must be one of %s"
                        .formatted(
                            PREFIX,
                            name,
                            written,
                            Arrays.stream(Person.Role.values())
                                .map(Person.Role::name)
                                .collect(Collectors.joining(", ")))));
  }
}
