package com.millyweb.hub.route.check;

import static com.millyweb.hub.route.check.CheckFixture.FILE;
import static com.millyweb.hub.route.check.CheckFixture.GOOD;
import static com.millyweb.hub.route.check.CheckFixture.errors;
import static com.millyweb.hub.route.check.CheckFixture.problems;
import static com.millyweb.hub.route.check.CheckFixture.read;
import static com.millyweb.hub.route.check.CheckFixture.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a file that would not run, and where. */
class RouteCheckTest {
  @Test
  void a_good_file_has_no_problems() {
    assertThat(problems(GOOD)).isEmpty();
  }

  @Test
  void bracket_that_is_never_closed_is_told_where_it_stands() {
    assertThat(errors(GOOD.replace("${body} contains 'x'", "${body[a} == 'x'")))
        .singleElement()
        .asString()
        .contains("a ']' is missing in '${body[a}'");
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
  void an_unknown_step_is_named_with_the_one_that_was_meant() {
    assertThat(errors(GOOD.replace("- setBody:", "- setBdy:")))
        .containsExactly(FILE + ":9:11: Unknown step 'setBdy'; did you mean 'setBody'?");
    assertThat(errors(GOOD.replace("- to: event", "- tooo: event")))
        .singleElement()
        .asString()
        .endsWith("Unknown step 'tooo'; did you mean 'to'?");
    assertThat(errors(GOOD.replace("    from:", "    form:")))
        .contains(FILE + ":4:5: Unknown option 'form' of 'route'; did you mean 'from'?");
    assertThat(errors(GOOD.replace("- route:", "- rout:")))
        .contains(FILE + ":1:3: Unknown element 'rout'; did you mean 'route'?");
  }

  @Test
  void a_missing_placeholder_is_shown_with_the_key_that_was_meant() {
    assertThat(errors(GOOD.replace("{{vars.name}}", "{{vars.nme}}")))
        .containsExactly(
            FILE
                + ":10:54: Placeholder '{{vars.nme}}' has no value and no default; did you mean"
                + " 'vars.name'?");
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
                + ":2:9: Route id 'flow.hallo' must be 'flow.hello' or start with 'flow.hello.';"
                + " did you mean 'flow.hello'?");
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
            "ingress/mine.camel.yaml:5:12: Path '/hooks/{source}' is a door already, in"
                + " ingress/other.camel.yaml:5");
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
            "ingress/mine.camel.yaml:7:15: A route in 'ingress' must not call 'flow'; it may call"
                + " event");
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
        .startsWith(FILE + ":7:9: ");
    assertThat(errors(GOOD.replace("to: event:hello.said", "to: event:hello.*")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":22:15: to: event:hello.* must name one event type");
  }

  @Test
  void all_missing_formats_classes_and_files_are_told_in_one_round() {
    String text =
        GOOD.replace(
            "        - to: event:hello.said\n",
            """
                    - unmarshal:
                        avro: {}
                    - unmarshal:
                        yaml: {}
                    - marshal:
                        json: {}
                    - convertBodyTo:
                        type: java.util.Mapp
                    - throwException:
                        exceptionType: java.lang.Nope
                        message: x
            """);
    assertThat(errors(text))
        .containsExactly(
            FILE + ":23:13: Data format 'avro' is not part of the hub",
            FILE + ":25:13: Data format 'yaml' is not part of the hub",
            FILE + ":29:19: There is no class 'java.util.Mapp'",
            FILE + ":31:28: There is no class 'java.lang.Nope'");
    assertThat(errors(step("to: sql:classpath:sql/nothing.sql")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":22:15: ")
        .contains("sql/nothing.sql");
  }

  @Test
  void endpoint_that_takes_one_route_is_not_read_by_two() {
    String mine =
        GOOD.replace("event:github.push", "sql:select 1").replace("concurrency: 2", "delay: 1000");
    RouteOutline other = read("flow/other.camel.yaml", mine.replace("flow.hello", "flow.other"));
    assertThat(errors(mine, other))
        .singleElement()
        .asString()
        .startsWith(FILE + ":5:12: 'sql:select 1' is the start of another route already")
        .contains("flow/other.camel.yaml:5");
    String two = mine + mine.replace("id: flow.hello", "id: flow.hello.two");
    assertThat(errors(two)).singleElement().asString().contains(FILE + ":5;");
    String timer = mine.replace("sql:select 1", "timer:x").replace("delay: 1000", "period: 1000");
    assertThat(
            errors(timer, read("flow/other.camel.yaml", timer.replace("flow.hello", "flow.other"))))
        .isEmpty();
  }

  @Test
  void group_wants_the_same_events_in_the_same_order() {
    String mine = GOOD.replace("concurrency: 2", "group: shared");
    RouteOutline other =
        read(
            "flow/other.camel.yaml",
            mine.replace("flow.hello", "flow.other").replace("github.push", "github.issues"));
    assertThat(errors(mine, other))
        .singleElement()
        .asString()
        .startsWith(FILE + ":7:9: Group 'shared' subscribes to 'github.issues' already")
        .contains("flow/other.camel.yaml:5");
  }

  /** The good file with another last step. */
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
}
