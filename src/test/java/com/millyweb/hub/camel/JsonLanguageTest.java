package com.millyweb.hub.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.route.check.ScratchContext;
import com.millyweb.hub.route.check.ScratchRoutes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.DefaultLanguageResolver;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;

/** jq and jsonpath as routes have them. */
class JsonLanguageTest {
  private static final Map<String, Object> ORDER =
      Map.of(
          "number",
          17,
          "customer",
          Map.of("name", "Ann \"A\" Lee"),
          "items",
          List.of(Map.of("sku", "a", "price", 30.5), Map.of("sku", "b", "price", 9)));

  private static final ScratchContext CONTEXT =
      new ScratchRoutes(KnownBeans.scan(), RouteValues.of(new StandardEnvironment())).open();

  @Test
  void jq_reads_a_body_that_is_data_already() {
    assertThat(value("jq", ".number", ORDER)).isEqualTo(17);
    assertThat(value("jq", ".customer.name", ORDER)).isEqualTo("Ann \"A\" Lee");
    assertThat(value("jq", "[.items[] | select(.price > 10) | .sku]", ORDER))
        .isEqualTo(List.of("a"));
    assertThat(value("jq", "{n: .number, total: ([.items[].price] | add)}", ORDER))
        .isEqualTo(Map.of("n", 17, "total", 39.5));
  }

  @Test
  void jq_reads_text_and_bytes_that_are_json() {
    assertThat(value("jq", ".a[1]", "{\"a\": [1, 2]}")).isEqualTo(2);
    assertThat(
            value("jq", ".a", "{\"a\": \"é\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo("é");
  }

  @Test
  void several_results_of_jq_are_a_list() {
    assertThat(value("jq", ".items[].sku", ORDER)).isEqualTo(List.of("a", "b"));
  }

  @Test
  void jsonpath_reads_data_and_text() {
    assertThat(value("jsonpath", "$.customer.name", ORDER)).isEqualTo("Ann \"A\" Lee");
    assertThat(value("jsonpath", "$.items[?(@.price > 10)].sku", ORDER)).isEqualTo(List.of("a"));
    assertThat(value("jsonpath", "$.a[1]", "{\"a\": [1, 2]}")).isEqualTo(2);
  }

  @Test
  void what_is_missing_is_empty() {
    assertThat(value("jq", ".nothing.there", ORDER)).isNull();
    assertThat(value("jsonpath", "$.nothing.there", ORDER)).isNull();
    assertThat(matches("jq", ".nothing.there", ORDER)).isFalse();
    assertThat(matches("jsonpath", "$.nothing.there", ORDER)).isFalse();
  }

  @Test
  void conditions_in_jq_and_jsonpath() {
    assertThat(matches("jq", ".number > 16", ORDER)).isTrue();
    assertThat(matches("jq", ".number > 17", ORDER)).isFalse();
    assertThat(matches("jsonpath", "$.items[?(@.price > 10)]", ORDER)).isTrue();
    assertThat(matches("jsonpath", "$.items[?(@.price > 100)]", ORDER)).isFalse();
  }

  @Test
  void text_that_is_no_json_is_told() {
    assertThatThrownBy(() -> value("jq", ".a", "{a"))
        .rootCause()
        .hasMessageContaining("was expecting double-quote");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"env", "$ENV", "env.PATH", "\"\\(env.PATH)\"", "1|env|keys", "$ENV.PATH", "input"})
  void jq_does_not_reach_the_process(String expression) {
    assertThatThrownBy(() -> value("jq", expression, ORDER))
        .hasMessageContaining("reach beyond the message");
  }

  @ParameterizedTest
  @ValueSource(strings = {".env", ".input", "{env: .number}", ".a.debug"})
  void fields_of_these_names_are_fields(String expression) {
    assertThat(matches("jq", expression + " | true", ORDER)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "range(1e12)",
        "[range(1e12)]",
        "[range(0; 1e12; 1)] | length",
        "reduce range(1e12) as $i (0; . + 1)",
        "last(range(1e12))",
        "[range(1e12)?]",
        "try [range(1e12)] catch 0",
        "[limit(1e9; def r: 1, r; r)]",
        "until(false; .)",
        "[.[] | recurse(.)]",
        "def f: f; f",
        "[[range(99)] as $l | $l[] as $a | $l[] as $b | $l[] as $c | $l[] as $d | $l[] as $e | 1]",
        "[range(99)] as $l | [$l[] + $l[] + $l[] + $l[] + $l[] + $l[]] | length",
        "\"text\" * 1e9",
        "1e9 * \"text\"",
        "\"text\" | . *= 1e9",
        "reduce range(60) as $i (\"x\"; . + .)",
        "reduce range(60) as $i ([1]; . + .)",
        "reduce range(60) as $i (1; [., .])",
        "def f: [range(1e3)], f; [f]",
        "[range(40)] | map(\"a\") | add + \"!\" | test(\"^(a+)+$\")",
        "\"abc\" | gsub(\"x*\"; \"-\")"
      })
  @Timeout(30)
  void jq_without_end_is_ended(String expression) {
    assertThatThrownBy(() -> value("jq", expression, ORDER))
        .hasStackTraceContaining("jq ends here");
  }

  /** As the one of them above that has the time which routes have. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[range(99)] as $l | first({a: $l[], b: $l[], c: $l[], d: $l[], e: $l[]} | select(false))",
        "[range(50)] | map(\"a\") | add + \"!\" | gsub(\"^(a|aa)+$\"; \"b\")"
      })
  void jq_that_takes_too_long_is_ended(String expression) {
    Language camels = new DefaultLanguageResolver().resolveLanguage("jq", CONTEXT);
    assertThatThrownBy(
            () -> value(new Jq(CONTEXT, camels, Duration.ofSeconds(1)), expression, ORDER))
        .hasStackTraceContaining("jq ends here: the expression takes longer than 1 s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [match("b"; "g").offset]            | [1, 3]
          test("É"; "i")                      | true
          capture("(?<x>.)b(?<y>.)").y        | é
          [scan("[a-z]")]                     | [a, b, b]
          [splits("b")]                       | [a, é, ""]
          sub("(?<x>é)"; "<\\(.x)>")          | ab<é>b
          gsub("(?<x>[ab])"; "<\\(.x)>")      | <a><b>é<b>
          """)
  void patterns_of_jq_find_what_they_did(String expression, String found) {
    assertThat(String.valueOf(value("jq", expression, "\"abéb\"")).replace(", ]", ", \"\"]"))
        .isEqualTo(found);
  }

  @Test
  void jq_ends_with_the_attempt() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> value("jq", "[range(1e5)] | length", ORDER))
        .rootCause()
        .hasMessageContaining("the attempt was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void jq_of_a_large_body_is_not_ended() {
    assertThat(value("jq", "[range(1e5)] | map(select(. % 2 == 0) | tostring) | length", ORDER))
        .isEqualTo(50_000);
    assertThat(value("jq", "first(range(1e12))", ORDER)).isEqualTo(0);
    assertThat(value("jq", "\"ab\" * 3", ORDER)).isEqualTo("ababab");
    assertThat(value("jq", ".a[0] |= . + 1 | .b = .a | del(.b[1]) | .b", "{\"a\": [1, 2]}"))
        .isEqualTo(List.of(2));
    assertThat(value("jq", "\"\\(.number): \\([.items[] | .sku] | join(\", \"))\"", ORDER))
        .isEqualTo("17: a, b");
    assertThat(value("jq", ". as {number: $n, items: [{sku: $s}]} | {$n, $s, \"x\": 1}", ORDER))
        .isEqualTo(Map.of("n", 17, "s", "a", "x", 1));
    assertThat(value("jq", "[limit(3; def r: 1, r; r)]", ORDER)).isEqualTo(List.of(1, 1, 1));
  }

  private Object value(String language, String expression, Object body) {
    return value(CONTEXT.resolveLanguage(language), expression, body);
  }

  private Object value(Language language, String expression, Object body) {
    var parsed = language.createExpression(expression);
    parsed.init(CONTEXT);
    return parsed.evaluate(exchange(body), Object.class);
  }

  private boolean matches(String language, String expression, Object body) {
    var parsed = CONTEXT.resolveLanguage(language).createPredicate(expression);
    parsed.init(CONTEXT);
    return parsed.matches(exchange(body));
  }

  private Exchange exchange(Object body) {
    var exchange = new DefaultExchange(CONTEXT);
    exchange.getMessage().setBody(body);
    return exchange;
  }
}
