package com.millyweb.hub.route.check;

import static com.millyweb.hub.route.check.CheckFixture.FILE;
import static com.millyweb.hub.route.check.CheckFixture.GOOD;
import static com.millyweb.hub.route.check.CheckFixture.environment;
import static com.millyweb.hub.route.check.CheckFixture.errors;
import static com.millyweb.hub.route.check.CheckFixture.problems;
import static com.millyweb.hub.route.check.CheckFixture.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.route.check.OtherRoutes.JavaNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of expressions, where they stand. */
class ExpressionCheckTest {
  @TempDir private Path folder;

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
  void what_is_missing_in_a_condition_is_told_in_plain_words() {
    String condition = "\"${body} contains 'x'\"";
    assertThat(errors(GOOD.replace(condition, "\"${body[country] != NL\"")))
        .containsExactly(
            FILE
                + ":13:26: Bad expression: a '}' is missing, which ends what begins with '${body[country]'");
    assertThat(errors(GOOD.replace(condition, "\"body[country] != 'NL'\"")))
        .containsExactly(
            FILE
                + ":13:26: Bad expression: what is read from the message stands in '${…}', write '${body[country]}' for 'body[country]'");
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
  @Timeout(60)
  void expression_full_of_mistakes_is_told_by_the_first_ones() {
    String wrong = ("${quote(".repeat(40) + ")}".repeat(40)).repeat(400);
    assertThat(errors(step("log: '" + wrong + "'"))).hasSizeBetween(1, 20);
  }
}
