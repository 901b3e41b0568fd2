package com.millyweb.hub.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.route.check.OtherRoutes.JavaNames;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.StandardEnvironment;

/** What is wrong in the file of a kind of door is shown where it stands. */
class DoorKindCheckTest {
  private static final String FILE = "ingress/toy.camel.yaml";

  private static final String GOOD =
      """
      - route:
          id: ingress.toy
          description: A toy signs the time and the body
          routeConfigurationId: door
          from:
            uri: door:toy
            parameters:
              content: json
              maxSize: 2MB
              header: X-Toy-Signature
              algorithm: sha256
              signed: "{X-Toy-Time}.{body}"
              timestamp: X-Toy-Time
              type: "{source}.{/kind}"
              key: "{/id}"
              rateStatus: 503
            steps:
              - bean: {ref: verify.hmac, method: verify}
              - bean: {ref: normalise.json, method: event}
      """;

  private static RouteCheck check;

  @BeforeAll
  static void load() {
    check =
        new RouteCheck(
            KnownBeans.scan(), RouteValues.of(new StandardEnvironment()), List.of(), Samples.NONE);
  }

  @Test
  void a_kind_has_no_problems() {
    assertThat(errors(FILE, GOOD)).isEmpty();
  }

  @Test
  void an_option_that_no_kind_has_is_shown_with_what_was_meant() {
    assertThat(errors(FILE, GOOD.replace("header: X", "haeder: X")))
        .containsExactly(
            FILE + ":10:9: Unknown option 'haeder' of component 'door'; did you mean 'header'?");
  }

  @Test
  void a_word_that_is_none_of_the_choices_is_shown_with_them() {
    assertThat(errors(FILE, GOOD.replace("sha256", "md5")))
        .containsExactly(
            FILE
                + ":11:9: Option 'algorithm' of component 'door' must be one of sha1, sha256, sha512, was: 'md5'");
    assertThat(errors(FILE, GOOD.replace("503", "500")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":16:9: Option 'rateStatus'")
        .contains("429, 503");
  }

  @Test
  void a_template_that_can_not_be_filled_or_proves_nothing_is_shown_with_the_rule() {
    assertThat(errors(FILE, GOOD.replace("{X-Toy-Time}.{body}", "{X-Toy-Time}.{body")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":12:9: A template must hold pairs");
    assertThat(errors(FILE, GOOD.replace("{X-Toy-Time}.{body}", "{X-Toy-Time}")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":12:9: signed must contain {body}");
    assertThat(errors(FILE, GOOD.replace("{X-Toy-Time}.{body}", "{body}")))
        .singleElement()
        .asString()
        .contains("signed must contain {X-Toy-Time}");
    assertThat(errors(FILE, GOOD.replace("{/id}", "{/id")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":15:9: A template must hold pairs");
    assertThat(errors(FILE, GOOD.replace("2MB", "2XB")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":9:9: ");
  }

  @Test
  void a_kind_is_named_as_its_file() {
    assertThat(errors(FILE, GOOD.replace("door:toy", "door:tyo")))
        .containsExactly(
            FILE + ":6:12: The kind of door 'tyo' must stand in ingress/tyo.camel.yaml");
    assertThat(errors("flow/toy.camel.yaml", GOOD.replace("ingress.toy", "flow.toy"))).isNotEmpty();
  }

  private static List<String> errors(String file, String content) {
    return check
        .check(
            RouteText.of(file, content),
            OtherRoutes.of(List.of(), List.of(), JavaNames.NONE),
            List.of())
        .stream()
        .filter(Problem::isError)
        .map(Problem::toString)
        .toList();
  }
}
