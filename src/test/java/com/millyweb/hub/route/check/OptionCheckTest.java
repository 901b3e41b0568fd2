package com.millyweb.hub.route.check;

import static com.millyweb.hub.route.check.CheckFixture.FILE;
import static com.millyweb.hub.route.check.CheckFixture.GOOD;
import static com.millyweb.hub.route.check.CheckFixture.errors;
import static com.millyweb.hub.route.check.CheckFixture.problems;
import static com.millyweb.hub.route.check.CheckFixture.step;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said of the options of endpoints, with what was meant. */
class OptionCheckTest {
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
  void component_of_camel_that_the_hub_has_another_for_is_told_which() {
    assertThat(errors(step("to: minio:docs")))
        .singleElement()
        .asString()
        .endsWith("Component 'minio' is not allowed in route files; did you mean 'object'?");
    assertThat(errors(step("to: docker:ping")))
        .singleElement()
        .asString()
        .endsWith("did you mean 'container'?");
  }

  @Test
  void percent_sign_in_a_value_is_a_character() {
    assertThat(errors(step("to: {uri: 'log:x', parameters: {marker: '100 % + 5 %zz'}}"))).isEmpty();
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
}
