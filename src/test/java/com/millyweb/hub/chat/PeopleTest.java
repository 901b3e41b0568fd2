package com.millyweb.hub.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.config.ConfigurationProblem;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Who is who in which chat. */
class PeopleTest {
  @Test
  void person_is_known_in_every_chat_that_there_is() {
    People people =
        PeopleFixture.people(
            Map.of(
                "ann",
                Map.of(
                    "role",
                    List.of("Viewer"),
                    "slack",
                    List.of("T1/U1", "U2"),
                    "pigeon",
                    List.of("17"))),
            "slack",
            "pigeon");
    Person ann = new Person("ann", Person.Role.viewer);
    assertThat(people.find("slack", "T1", "U1")).contains(ann);
    assertThat(people.find("slack", "T2", "U1")).isEmpty();
    assertThat(people.find("slack", "T2", "U2")).contains(ann);
    assertThat(people.find("pigeon", null, "17")).contains(ann);
    assertThat(people.find("pigeon", null, "U2")).isEmpty();
  }

  @Test
  void key_that_is_neither_the_role_nor_a_chat_is_refused_with_the_one_it_may_mean() {
    refuses(
        "roel",
        "viewer",
        "hub.people.ann.roel is not a key of the hub; did you mean hub.people.ann.role?");
    refuses(
        "slakc",
        "U1",
        "hub.people.ann.slakc is not a key of the hub; did you mean hub.people.ann.slack?");
    refuses(
        "matrix", "U1", "hub.people.ann.matrix is not a key of the hub; a person has role, slack");
  }

  @Test
  void name_for_an_id_a_role_that_is_none_and_an_id_of_two_are_refused() {
    refuses("slack", "@ann", "hub.people.ann.slack must be ids, not names, was: '@ann'");
    refuses("role", "boss", "hub.people.ann.role = boss: must be one of viewer, operator, admin");
    refused(
        () ->
            PeopleFixture.people(
                Map.of(
                    "ann", Map.of("slack", List.of("U1")), "bob", Map.of("slack", List.of("U1"))),
                "slack"),
        "hub.people.bob.slack: 'U1' is hub.people.ann already");
  }

  private static void refuses(String key, String value, String message) {
    refused(
        () -> PeopleFixture.people(Map.of("ann", Map.of(key, List.of(value))), "slack"), message);
  }

  private static void refused(ThrowingCallable people, String message) {
    assertThatThrownBy(people)
        .isInstanceOfAny(ConfigurationProblem.class, IllegalArgumentException.class)
        .hasMessage(message);
  }
}
