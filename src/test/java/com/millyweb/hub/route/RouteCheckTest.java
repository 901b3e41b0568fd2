package com.millyweb.hub.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.route.Neighbours.JavaRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class RouteCheckTest {
  private static final String FILE = "flow/hello.camel.yaml";

  private static final String GOOD =
      """
      - route:
          id: flow.hello
          description: Says hello to each push.
          from:
            uri: event:github.push
            parameters:
              concurrency: 2
            steps:
              - setBody:
                  simple: "Hello ${header.ce-subject} from {{vars.name}}"
              - choice:
                  when:
                    - simple: "${body} contains 'x'"
                      steps:
                        - log: "Saw ${body}"
                  otherwise:
                    steps:
                      - to: log:hello?level=INFO
              - bean:
                  ref: greeter
                  method: greet
              - to: event:hello.said
      """;

  private static RouteCheck check;

  @BeforeAll
  static void load() {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("test", Map.of("hub.vars.name", "me")));
    check = new RouteCheck(KnownBeans.scan(), environment);
  }

  @Test
  void a_good_file_has_no_problems() {
    assertThat(problems(GOOD)).isEmpty();
  }

  @Test
  void a_step_that_sends_over_http_has_no_problems() {
    assertThat(problems(GOOD.replace("to: event:hello.said", "to: https://example.org/said")))
        .isEmpty();
  }

  @Test
  void yaml_that_can_not_be_read_is_shown_where_reading_ended() {
    String broken = GOOD.replace("    description: Says", "   description: Says");
    assertThat(errors(broken)).first().asString().startsWith(FILE + ":3:4: Not readable as YAML");
    assertThat(errors("- route:\n    id: [flow.hello\n"))
        .first()
        .asString()
        .startsWith(FILE + ":3:1");
    assertThat(errors("- route:\n\tid: x\n")).first().asString().startsWith(FILE + ":2:1");
  }

  @Test
  void duplicate_keys_documents_aliases_and_tags_are_refused() {
    assertThat(errors(GOOD.replace("concurrency: 2", "concurrency: 2\n        concurrency: 3")))
        .containsExactly(FILE + ":8:9: Duplicate key 'concurrency'");
    assertThat(errors(GOOD.replace("    description:", "    id: flow.hello\n    description:")))
        .containsExactly(FILE + ":3:5: Duplicate key 'id'");
    assertThat(errors(GOOD + "---\n[]\n"))
        .containsExactly(
            FILE + ":23:1: A route file must be one YAML document; '---' starts a second one");
    assertThat(errors("- &a {}\n- *a\n"))
        .containsExactly(FILE + ":1:3: Anchors and aliases (& and *) are not used in route files");
    assertThat(errors("- !!java.net.URL [x]\n"))
        .containsExactly(FILE + ":1:3: Tags (!) are not used in route files");
  }

  @Test
  void an_unknown_component_is_named_with_the_one_that_was_meant() {
    assertThat(errors(GOOD.replace("to: event:hello.said", "to: evnt:hello.said")))
        .containsExactly(FILE + ":22:15: Unknown component 'evnt'; did you mean 'event'?");
    assertThat(errors(GOOD.replace("to: event:hello.said", "to: kafka:hello")))
        .containsExactly(FILE + ":22:15: Component 'kafka' is not part of the hub");
  }

  @Test
  void an_unknown_option_is_found_in_the_uri_and_among_the_parameters() {
    assertThat(errors(GOOD.replace("concurrency: 2", "concurency: 2")))
        .containsExactly(
            FILE
                + ":7:9: Unknown option 'concurency' of component 'event'; did you mean 'concurrency'?");
    assertThat(errors(GOOD.replace("log:hello?level", "log:hello?levle")))
        .containsExactly(
            FILE + ":18:33: Unknown option 'levle' of component 'log'; did you mean 'level'?");
    assertThat(errors(GOOD.replace("concurrency: 2", "concurrency: two")))
        .containsExactly(
            FILE
                + ":7:9: Option 'concurrency' of component 'event' must be an integer, was: 'two'");
    assertThat(errors(GOOD.replace("concurrency: 2", "orderBy: subjct")))
        .containsExactly(
            FILE
                + ":7:9: Option 'orderBy' of component 'event' must be one of none, source, subject, was: 'subjct'; did you mean 'subject'?");
  }

  @Test
  void conditions_joined_in_an_option_are_told_where_they_belong() {
    assertThat(errors(GOOD.replace("concurrency: 2", "filter: \"${body} == 1 && ${body} == 2\"")))
        .containsExactly(
            FILE
                + ":7:9: Option 'filter' of 'event' must not contain '&', which ends an option: join conditions by a filter step");
  }

  @Test
  void an_unknown_step_is_named_with_the_one_that_was_meant() {
    assertThat(errors(GOOD.replace("- setBody:", "- setBdy:")))
        .containsExactly(FILE + ":9:11: Unknown step 'setBdy'; did you mean 'setBody'?");
    assertThat(errors(GOOD.replace("    from:", "    form:")))
        .contains(FILE + ":4:5: Unknown option 'form' of 'route'; did you mean 'from'?");
    assertThat(errors(GOOD.replace("- route:", "- rout:")))
        .contains(FILE + ":1:3: Unknown element 'rout'; did you mean 'route'?");
  }

  @Test
  void a_bad_expression_is_shown_where_it_breaks() {
    assertThat(errors(GOOD.replace("Saw ${body}", "Saw ${boddy}")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":15:31: Bad expression: Unknown function: boddy")
        .endsWith("did you mean 'body'?");
    assertThat(errors(GOOD.replace("${body} contains 'x'", "${body} contains 'x")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":13:")
        .contains("Bad expression");
  }

  @Test
  void a_missing_placeholder_is_shown_with_the_key_that_was_meant() {
    assertThat(errors(GOOD.replace("{{vars.name}}", "{{vars.nme}}")))
        .containsExactly(
            FILE
                + ":10:54: Placeholder '{{vars.nme}}' has no value and no default; did you mean 'vars.name'?");
    assertThat(problems(GOOD.replace("{{vars.name}}", "{{vars.nme:me}}"))).isEmpty();
  }

  @Test
  void an_id_must_be_the_files_own_and_used_once() {
    RouteOutline other = read("flow/other.camel.yaml", GOOD);
    assertThat(errors(GOOD, other))
        .containsExactly(
            FILE + ":2:9: Route id 'flow.hello' is used already, in flow/other.camel.yaml:2");
    assertThat(errors(GOOD + GOOD))
        .containsExactly(FILE + ":24:9: Route id 'flow.hello' is used twice in this file");
    assertThat(errors(GOOD.replace("flow.hello", "flow.hallo")))
        .containsExactly(
            FILE
                + ":2:9: Route id 'flow.hallo' must be 'flow.hello' or start with 'flow.hello.'; did you mean 'flow.hello'?");
    assertThat(errors(GOOD.replace("    id: flow.hello\n", "")))
        .containsExactly(FILE + ":1:3: A route needs an id; did you mean 'flow.hello'?");
    assertThat(errors(GOOD.replace("    description: Says hello to each push.\n", "")))
        .containsExactly(FILE + ":1:3: A route needs a description: one sentence on what it does");
  }

  @Test
  void a_door_path_may_be_taken_once() {
    RouteOutline other =
        read("ingress/other.camel.yaml", door("other", "/hooks/{name}?httpMethodRestrict=POST"));
    String mine = door("mine", "/hooks/{source}?httpMethodRestrict=GET,POST");
    assertThat(errors("ingress/mine.camel.yaml", mine, other))
        .containsExactly(
            "ingress/mine.camel.yaml:5:12: Path '/hooks/{source}' is a door already, in ingress/other.camel.yaml:5");
    assertThat(errors("ingress/mine.camel.yaml", mine.replace("GET,POST", "GET"), other)).isEmpty();
    assertThat(errors("ingress/mine.camel.yaml", door("mine", "/api/x")))
        .containsExactly("ingress/mine.camel.yaml:5:12: Path '/api/x' belongs to the hub itself");
  }

  @Test
  void arrows_between_folders_are_kept_and_calls_lead_somewhere() {
    RouteOutline flow =
        read(
            "flow/help.camel.yaml",
            door("x", "/x")
                .replace("ingress.x", "flow.help")
                .replace("platform-http:/x", "direct:help"));
    assertThat(
            errors(
                "ingress/mine.camel.yaml",
                door("mine", "/x").replace("log:x", "direct:help"),
                flow))
        .containsExactly(
            "ingress/mine.camel.yaml:7:15: A route in 'ingress' must not call 'flow'; it may call event");
    assertThat(errors(GOOD.replace("event:hello.said", "direct:hlp"), flow))
        .containsExactly(
            FILE + ":22:15: No route starts at 'direct:hlp'; did you mean 'direct:help'?");
    assertThat(errors(GOOD.replace("event:hello.said", "direct:help"), flow)).isEmpty();
  }

  @Test
  void unknown_beans_and_methods_are_named() {
    assertThat(errors(GOOD.replace("ref: greeter", "ref: greter")))
        .containsExactly(FILE + ":20:18: Unknown bean 'greter'; did you mean 'greeter'?");
    assertThat(errors(GOOD.replace("method: greet", "method: gret")))
        .containsExactly(
            FILE + ":21:21: Bean 'greeter' has no method 'gret'; did you mean 'greet'?");
    assertThat(errors(GOOD.replace("ref: greeter", "ref: dataSource"))).isNotEmpty();
  }

  @Test
  void a_notice_must_go_to_a_channel_of_the_configuration() {
    assertThat(errors(GOOD.replace("event:hello.said", "notify:opps")))
        .containsExactly(
            FILE
                + ":22:15: There is no channel 'opps' in hub.notify.channels; did you mean 'ops'?");
    assertThat(errors(GOOD.replace("event:hello.said", "notify:ops"))).isEmpty();
  }

  @Test
  void what_runs_code_is_refused() {
    assertThat(errors(GOOD.replace("event:hello.said", "exec:rm")))
        .containsExactly(FILE + ":22:15: Component 'exec' is not part of the hub");
    assertThat(errors(GOOD.replace("simple: \"Hello", "groovy: \"Hello")))
        .containsExactly(FILE + ":10:21: Language 'groovy' is not allowed in route files");
    assertThat(errors(GOOD.replace("Saw ${body}", "${type:java.lang.Runtime.getRuntime}")))
        .hasSize(1);
    assertThat(errors(GOOD.replace("Saw ${body}", "${camelContext.stop}"))).hasSize(1);
    assertThat(errors(GOOD.replace("Saw ${body}", "${body.class.classLoader}"))).hasSize(1);
    assertThat(errors(GOOD.replace("ref: greeter", "beanType: java.lang.ProcessBuilder")))
        .hasSize(1);
    assertThat(errors(GOOD.replace("concurrency: 2", "group: '#class:java.lang.ProcessBuilder'")))
        .hasSize(1);
    assertThat(errors("- beans:\n    - name: x\n      type: java.lang.ProcessBuilder\n"))
        .containsExactly(FILE + ":1:3: 'beans' is not allowed here: a file holds route only");
    assertThat(errors("flow/../../x.camel.yaml", GOOD)).isNotEmpty();
  }

  @Test
  void a_long_route_is_only_warned_about() {
    String step = "        - log: \"x\"\n";
    List<Problem> problems = problems(GOOD + step.repeat(12));
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isFalse();
              assertThat(problem.message()).contains("18 steps");
            });
  }

  @Test
  void what_only_camel_finds_has_the_line_of_its_step() {
    assertThat(errors(GOOD.replace("concurrency: 2", "backoff: never")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":5:7: ");
    assertThat(errors(GOOD.replace("to: event:hello.said", "to: event:hello.*")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":22:15: to: event:hello.* must name one event type");
  }

  private static String door(String name, String path) {
    return """
        - route:
            id: ingress.%s
            description: A door.
            from:
              uri: platform-http:%s
              steps:
                - to: log:x
        """
        .formatted(name, path);
  }

  private static RouteOutline read(String file, String content) {
    return check.read(RouteText.of(file, content));
  }

  private static List<String> errors(String content, RouteOutline... others) {
    return errors(FILE, content, others);
  }

  private static List<String> errors(String file, String content, RouteOutline... others) {
    List<RouteOutline> all = new ArrayList<>(List.of(others));
    return check
        .check(RouteText.of(file, content), Neighbours.of(all, all, JavaRoutes.NONE), List.of())
        .stream()
        .filter(Problem::isError)
        .map(Problem::toString)
        .toList();
  }

  private static List<Problem> problems(String content) {
    return check.check(
        RouteText.of(FILE, content),
        Neighbours.of(List.of(), List.of(), JavaRoutes.NONE),
        List.of());
  }
}
