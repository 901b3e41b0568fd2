package com.millyweb.hub.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.route.check.OtherRoutes.JavaNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.StandardEnvironment;

/** What the check says of notices, in parameters and in files. */
class NoticeCheckTest {
  private static final String FILE = "flow/x.camel.yaml";
  private static final RouteCheck CHECK =
      new RouteCheck(
          KnownBeans.scan(),
          RouteValues.of(new StandardEnvironment()),
          Set.of("ops"),
          Samples.NONE);

  @Test
  void every_part_is_known() {
    assertThat(
            problems(
                """
                title: "T ${body[a]} & 100% #1 + 'x'"
                text: "# ${body[a]}"
                link: "https://x.example/?a=1&b=${body[a]}"
                field.Some thing: "${body[a].size}"
                button.Do it: "do ${body[a]}"
                attachment.log.txt: "${body[a]}"
                severity: "${body[level]}"
                key: "k/${body[a]}"
                thread: "t/${body[a]}"
                """))
        .isEmpty();
  }

  @Test
  void misspelt_part_is_told_with_what_was_meant() {
    assertThat(problems("titel: x\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + ":10:15:")
        .contains("Unknown option 'titel'")
        .contains("'title'");
    assertThat(problems("feild.Items: x\n"))
        .singleElement()
        .asString()
        .contains("Unknown option 'feild.Items'")
        .contains("'field.Items'");
    assertThat(problems("text: x\nbutton: y\n"))
        .anySatisfy(
            problem -> assertThat(problem).contains("'button' needs a name: 'button.<name>'"));
  }

  @Test
  void expressions_in_every_part_are_checked_and_held_to_the_policy() {
    assertThat(problems("field.X: \"a ${bdoy[x]}\"\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + ":10:")
        .contains("Unknown function: bdoy");
    assertThat(problems("title: \"${body[x}\"\n"))
        .singleElement()
        .asString()
        .contains("a ']' is missing");
    for (String reach :
        List.of(
            "${camelContext.stop}",
            "${sys.user.home}",
            "${type:java.lang.System.exit}",
            "${body.class}",
            "${body.getClass}",
            "${ref:dataSource}",
            "${bean:dataSource?method=getConnection}")) {
      for (String part :
          List.of("title", "text", "field.X", "button.X", "attachment.X", "severity")) {
        assertThat(
                problems(
                    "text: x\n%s: \"%s\"\n".formatted(part.equals("text") ? "title" : part, reach)))
            .as(part + " " + reach)
            .isNotEmpty();
      }
    }
  }

  @Test
  void hold_is_a_time_that_a_person_can_use() {
    assertThat(problems("text: x\nhold: 30s\n")).isEmpty();
    assertThat(problems("text: x\nhold: 25h\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + ":11:")
        .contains("hold must be a time from 1s to 24h, such as 30s, was: '25h'");
  }

  @Test
  void hold_of_a_notice_file_is_checked_like_that_of_the_parameters() {
    assertThat(file("title: x\nhold: 30s\nholdTo: ops\n")).isEmpty();
    assertThat(file("title: x\nhold: 30s\nholdTo: none\n")).isEmpty();
    assertThat(file("title: x\nhold: 25h\n"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("flow/x.notice.yaml:2:7: ")
                    .contains("hold must be a time from 1s to 24h, such as 30s, was: '25h'"));
    assertThat(file("title: x\nhold: '{{ body.hold }}'\n")).isNotEmpty();
    assertThat(file("title: x\nhold: 30s\nholdTo: opps\n"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("flow/x.notice.yaml:3:9: ")
                    .contains("There is no channel 'opps'", "'ops'"));
    assertThat(file("hold: 30s\n")).anySatisfy(problem -> assertThat(problem).contains("a title"));
    assertThat(file("title: x\nholdTo: ops\n"))
        .anySatisfy(problem -> assertThat(problem).contains("there is no hold"));
  }

  @Test
  void channel_that_hears_of_a_hold_is_known() {
    assertThat(problems("text: x\nhold: 30s\nholdTo: ops\n")).isEmpty();
    assertThat(problems("text: x\nhold: 30s\nholdTo: none\n")).isEmpty();
    assertThat(problems("text: x\nhold: 30s\nholdTo: opps\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + ":12:")
        .contains("There is no channel 'opps'");
    assertThat(problems("text: x\nholdTo: ops\n"))
        .anySatisfy(problem -> assertThat(problem).contains("there is no hold"));
    assertThat(problems("text: x\nhodl: 30s\n"))
        .anySatisfy(problem -> assertThat(problem).contains("'hold'"));
  }

  private static List<String> file(String notice) {
    return problems("template: x\n", Map.of("x", notice));
  }

  @Test
  void severity_and_link_are_looked_at() {
    assertThat(problems("text: x\nseverity: eror\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + ":11:")
        .contains("one of debug, info")
        .contains("error");
    assertThat(problems("text: x\nlink: shop.example.org\n"))
        .singleElement()
        .asString()
        .contains("'link' must be an http, https or mailto address");
  }

  @Test
  void notice_file_is_checked_with_the_flow_that_names_it() {
    assertThat(problems("template: x\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + ":10:15:")
        .contains("There is no flow/x.notice.yaml");
    assertThat(problems("template: \"${body[x]}\"\n"))
        .anySatisfy(problem -> assertThat(problem).contains("must be the name of a notice file"));
    assertThat(
            problems(
                "template: x\n", Map.of("x", "title: x\ntext: |\n  a\n  {{ body.x | shrot }}\n")))
        .singleElement()
        .asString()
        .startsWith("flow/x.notice.yaml:4:15: ")
        .contains("There is no filter 'shrot'")
        .contains("'short'");
    assertThat(problems("template: x\n", Map.of("x", "title: \"Order {{ body.n }}\"\n"))).isEmpty();
  }

  private static List<String> problems(String parameters) {
    return problems(parameters, Map.of());
  }

  private static List<String> problems(String parameters, Map<String, String> notices) {
    String content =
        """
        - route:
            id: flow.x
            description: Says something
            from:
              uri: event:x
              steps:
                - to:
                    uri: notify:ops
                    parameters:
        """
            + parameters.indent(14);
    return CHECK
        .check(
            RouteText.of(FILE, content, notices),
            OtherRoutes.of(List.of(), List.of(), JavaNames.NONE),
            List.of())
        .stream()
        .map(Problem::toString)
        .toList();
  }
}
