package com.millyweb.hub.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.route.check.OtherRoutes.JavaNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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

  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    check =
        new RouteCheck(KnownBeans.scan(), RouteValues.of(environment()), List.of(), Samples.NONE);
  }

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
  void language_that_is_not_there_is_told_with_those_that_are() {
    assertThat(errors(GOOD.replace("simple: \"${body} contains 'x'\"", "xtokenize: //a")))
        .singleElement()
        .asString()
        .contains(
            "Language 'xtokenize' is not part of this hub; it has constant, exchangeProperty, header, jq, jsonpath, ");
  }

  @Test
  void jq_and_jsonpath_are_compiled_where_they_stand() {
    String condition = "simple: \"${body} contains 'x'\"";
    assertThat(errors(GOOD.replace(condition, "jq: .a > 1"))).isEmpty();
    assertThat(errors(GOOD.replace(condition, "jsonpath: $.a"))).isEmpty();
    assertThat(errors(GOOD.replace(condition, "jq: .a [")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":13:21: Bad expression: ");
    assertThat(errors(GOOD.replace(condition, "jsonpath: $.a[?(@.b ==]")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":13:27: Bad expression: ");
    assertThat(errors(GOOD.replace(condition, "jq: env.HOME")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":13:21: Bad expression: jq's env")
        .contains("not open to routes");
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
                + ":7:9: Unknown option 'concurency' of component 'event'; did you mean"
                + " 'concurrency'?");
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
                + ":7:9: Option 'orderBy' of component 'event' must be one of none, source,"
                + " subject, was: 'subjct'; did you mean 'subject'?");
  }

  @Test
  void conditions_joined_in_an_option_are_told_where_they_belong() {
    assertThat(errors(GOOD.replace("concurrency: 2", "filter: \"${body} == 1 && ${body} == 2\"")))
        .containsExactly(
            FILE
                + ":7:9: Option 'filter' of 'event' must not contain '&', which ends an option:"
                + " join conditions by a filter step");
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
  void wrong_filter_is_found_wherever_it_stands() {
    String wrong = "${body[a]} = 3";
    for (String edit :
        List.of(
            GOOD.replace("concurrency: 2", "filter: \"%s\"".formatted(wrong)),
            GOOD.replace("github.push", "github.push?filter=" + wrong),
            GOOD.replace("${body} contains 'x'", wrong),
            step("filter: {simple: '%s', steps: [{log: x}]}".formatted(wrong)),
            step("filter: {expression: {simple: '%s'}, steps: [{log: x}]}".formatted(wrong)),
            step("validate: {expression: {simple: '%s'}}".formatted(wrong)))) {
      assertThat(errors(edit)).as(edit).singleElement().asString().contains("Unexpected token =");
      int line = 1 + (int) edit.substring(0, edit.indexOf(wrong)).lines().count() - 1;
      assertThat(errors(edit)).singleElement().asString().startsWith(FILE + ":" + line + ":");
    }
  }

  @Test
  void function_around_another_one_is_looked_at_too() {
    assertThat(errors(step("log: 'It is ${quote(${body[x]})}'")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":22:25: Bad expression: Unknown function: quote(");
    assertThat(errors(step("log: '${boddy(${header.a})} {{vars.name}}'")))
        .singleElement()
        .asString()
        .contains("did you mean 'body'?");
    assertThat(problems(step("log: '${header.${header.a}} ${body[${header.b}]} ${hash(${body})}'")))
        .isEmpty();
  }

  @Test
  void what_simple_reads_only_when_it_evaluates_is_found_before() {
    assertThat(errors(step("log: '${date:now:yyyy-QQ}'")))
        .singleElement()
        .asString()
        .contains("'yyyy-QQ' is no pattern of a date");
    assertThat(errors(step("log: '${bodyAs(Strin)}'")))
        .containsExactly(FILE + ":22:17: Bad expression: There is no class 'Strin'");
    assertThat(errors(step("filter: {simple: \"${body[a]} regex '('\", steps: [{log: x}]}")))
        .singleElement()
        .asString()
        .contains("'(' is no regular expression");
    assertThat(errors(step("filter: {simple: \"${body[a]} is 'Nope'\", steps: [{log: x}]}")))
        .hasSize(1);
    assertThat(problems(step("log: '${date:now-24h:yyyy-MM-dd} ${bodyAs(String)}'"))).isEmpty();
  }

  @Test
  void field_of_a_map_stands_in_brackets() {
    assertThat(errors(GOOD.replace("concurrency: 2", "filter: \"${body.name} == 'x'\"")))
        .containsExactly(
            FILE
                + ":7:18: A field of a map stands in brackets: 'body' has no method 'name'; did you"
                + " mean '${body[name]}'?");
    assertThat(errors(GOOD.replace("Hello", "${body?.author.name}")))
        .singleElement()
        .asString()
        .endsWith("did you mean '${body[author][name]}'?");
    assertThat(problems(GOOD.replace("Hello", "${body.size} ${body[commits].size}"))).isEmpty();
    // behind a step that sets it the body may be anything
    assertThat(problems(step("log: '${body.name}'"))).isEmpty();
  }

  @Test
  void flow_is_held_against_its_sample() throws Exception {
    Files.createDirectories(folder.resolve("flow/samples"));
    Files.writeString(
        folder.resolve("flow/samples/hello.json"),
        """
        {"ref": "main", "pusher": {"name": "ann"}, "commits": [{"id": "1", "message": "x"}]}
        """);
    var sampled =
        new RouteCheck(
            KnownBeans.scan(),
            RouteValues.of(environment()),
            List.of(),
            Samples.of(folder, new PackagedRoutes(false)));
    var says =
        (Function<String, List<String>>)
            text ->
                sampled
                    .check(
                        RouteText.of(FILE, GOOD.replace("Hello", text)),
                        OtherRoutes.of(List.of(), List.of(), JavaNames.NONE),
                        List.of())
                    .stream()
                    .map(Problem::toString)
                    .toList();
    assertThat(says.apply("${body[ref]} ${body[pusher][name]} ${body[commits][0][id]}")).isEmpty();
    assertThat(says.apply("${body[reff]}"))
        .containsExactly(
            FILE + ":10:22: warning: The sample has no 'reff' in 'body'; did you mean 'ref'?");
    assertThat(says.apply("${body[pusher].name}"))
        .singleElement()
        .asString()
        .endsWith("did you mean '${body[pusher][name]}'?");
    assertThat(says.apply("${body[commits][id]}"))
        .singleElement()
        .asString()
        .contains("'body[commits]' is a list");
    assertThat(says.apply("${body[ref][name]}"))
        .singleElement()
        .asString()
        .contains("'body[ref]' is a text and has no 'name'");
    assertThat(says.apply("${body[commits][3]}"))
        .singleElement()
        .asString()
        .contains("warning", "1 entries only");
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
  void option_that_http_would_send_as_query_is_named_with_the_one_that_was_meant() {
    assertThat(errors(step("to: https://example.org/x?conectTimeout=5000&page=2")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":22:37: 'conectTimeout' is no option of 'https'")
        .endsWith("did you mean 'connectTimeout'?");
    assertThat(errors(step("to: {uri: 'https://example.org/x', parameters: {copyHeader: false}}")))
        .singleElement()
        .asString()
        .endsWith("did you mean 'copyHeaders'?");
    assertThat(
            problems(
                step("to: https://example.org/x?connectTimeout=5000&q=rain&user_agent=me&lang=nl")))
        .isEmpty();
  }

  @Test
  void value_that_no_option_takes_is_shown_at_its_line_with_what_was_meant() {
    String notice =
        GOOD.replace(
            "        - to: event:hello.said\n",
            """
                    - to:
                        uri: notify:ops
                        parameters:
                          key: "a"
                          severity: warn
            """);
    assertThat(errors(notice))
        .containsExactly(
            FILE
                + ":26:15: Option 'severity' of component 'notify' must be one of debug, info,"
                + " success, warning, error, critical, was: 'warn'; did you mean 'warning'?");
    assertThat(errors(GOOD.replace("concurrency: 2", "timeout: 5 minutes")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":7:9: ")
        .endsWith("did you mean '5m'?");
    assertThat(errors(GOOD.replace("concurrency: 2", "concurrency: 0")))
        .containsExactly(FILE + ":7:9: concurrency must be 1 to 1024, was: 0");
    assertThat(errors(GOOD.replace("log:hello?level=INFO", "log:hello?level=WARNING")))
        .singleElement()
        .asString()
        .endsWith("did you mean 'WARN'?");
    assertThat(errors(step("to: {uri: 'event:hello.said', parameters: {delay: 5 minutes}}")))
        .singleElement()
        .asString()
        .startsWith(FILE + ":22:54: ")
        .endsWith("did you mean '5m'?");
    assertThat(errors(step("delay: {constant: 5 seconds}")))
        .singleElement()
        .asString()
        .endsWith("did you mean '5000'?");
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
  @Timeout(60)
  void expression_that_is_nested_without_end_is_refused_before_it_costs_time() {
    for (String deep :
        List.of(
            "${body[".repeat(20_000) + "a" + "]}".repeat(20_000),
            "${quote(".repeat(10_000) + ")}".repeat(10_000),
            "${".repeat(30_000))) {
      assertThat(errors(step("log: '" + deep + "'")))
          .anySatisfy(error -> assertThat(error).contains("may be nested 50 deep"));
    }
    String jq = "setBody: {jq: '" + "[".repeat(20_000) + "1" + "]".repeat(20_000) + "'}";
    assertThat(errors(step(jq)))
        .anySatisfy(error -> assertThat(error).contains("may be nested 50 deep"));
    String words = "(".repeat(30_000) + ")".repeat(30_000);
    assertThat(errors(step("log: '" + words + "'"))).isEmpty();
    // and the next file is checked as ever
    assertThat(problems(GOOD)).isEmpty();
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
  @Test
  @Timeout(60)
  void expression_full_of_mistakes_is_told_by_the_first_ones() {
    String wrong = ("${quote(".repeat(40) + ")}".repeat(40)).repeat(400);
    assertThat(errors(step("log: '" + wrong + "'"))).hasSizeBetween(1, 20);
  }

  private static String step(String step) {
    return GOOD.replace("to: event:hello.said", step);
  }

  private static StandardEnvironment environment() {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("test", Map.of("hub.vars.name", "me")));
    return environment;
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
        .check(RouteText.of(file, content), OtherRoutes.of(all, all, JavaNames.NONE), List.of())
        .stream()
        .filter(Problem::isError)
        .map(Problem::toString)
        .toList();
  }

  private static List<Problem> problems(String content) {
    return check.check(
        RouteText.of(FILE, content),
        OtherRoutes.of(List.of(), List.of(), JavaNames.NONE),
        List.of());
  }
}
