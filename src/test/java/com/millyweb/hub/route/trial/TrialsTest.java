package com.millyweb.hub.route.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialsTest {
  private static final KnownBeans BEANS = KnownBeans.scan();

  private static final String FLOW =
      """
      - route:
          id: flow.orders
          description: Tells ops about large orders and asks for the stock
          from:
            uri: "event:shop.order.*"
            parameters: {filter: "${body[total]} > 100"}
            steps:
              - setVariable: {name: order, simple: "${body}"}
              - setBody: {simple: "${null}"}
              - toD: "{{vars.stock}}/items/${variable.order[item]}?throwExceptionOnFailure=true"
              - filter:
                  simple: "${body[left]} < 5"
                  steps:
                    - to: "event:stock.low?delay=30m&subject=${variable.order[item]}"
              - setBody: {simple: "Order ${variable.order[number]}"}
              - to: {uri: "notify:ops", parameters: {severity: warning, key: "order/${variable.order[number]}"}}
      - route:
          id: flow.orders.low
          description: Reminds of a low stock
          from:
            uri: event:stock.low
            steps:
              - to:
                  uri: sql:select left from stock where item = :#${header.ce-subject}
                  parameters: {outputType: SelectOne, outputHeader: left}
              - setBody: {simple: "low: ${header.ce-subject} ${header.left}"}
              - to: notify:ops
      """;

  @TempDir Path routes;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(routes.resolve("flow/tests"));
    Files.writeString(routes.resolve("flow/orders.camel.yaml"), FLOW);
  }

  private String run(String tests) throws IOException {
    Files.writeString(routes.resolve("flow/tests/orders.test.yaml"), tests);
    var said = new ByteArrayOutputStream();
    try (var out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      new Trials(List.of(), BEANS, Reach.NOTHING, out).run(routes);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void model_is_answered_for_by_the_test() throws IOException {
    Files.writeString(routes.resolve("flow/verdict.json"), "{\"type\": \"object\"}");
    Files.writeString(
        routes.resolve("flow/orders.camel.yaml"),
        """
        - route:
            id: flow.orders
            description: Asks a model how an order looks
            from:
              uri: event:shop.order.placed
              steps:
                - to: {uri: "model:small", parameters: {prompt: "Is ${body[item]} odd?", schema: verdict.json}}
                - to: {uri: "notify:ops", parameters: {title: "${body[odd]}"}}
        """);
    assertThat(
            run(
                """
                - name: an odd order is told
                  given:
                    - {event: shop.order.placed, data: {item: nut}}
                  answers:
                    - {call: "model:*", body: {odd: "very"}}
                  expect:
                    - {call: "model:small", body: {prompt: "Is nut odd?", schema: verdict.json}}
                    - {notice: ops, title: very}
                """))
        .contains("1 tests passed, 0 failed");
  }

  @Test
  void events_calls_notices_and_what_comes_later_are_compared() throws IOException {
    assertThat(
            run(
                """
                - name: a large order is told, a low stock reminded of later
                  vars: {stock: "https://stock.example.org"}
                  given:
                    - {event: shop.order.placed, data: {number: 17, total: 120.5, item: nut}}
                    - after: 31m
                  answers:
                    - {call: "GET https://stock.example.org/items/nut", body: {left: 3}}
                    - {call: "sql:select*", rows: [{left: 2}]}
                  expect:
                    - {call: "GET https://stock.example.org/items/nut"}
                    - {event: stock.low, subject: nut, delay: 30m}
                    - {notice: ops, text: Order 17, severity: warning, key: order/17}
                    - {call: "sql:*"}
                    - {notice: ops, text: "low: nut 2"}
                - name: a small one is not
                  vars: {stock: "https://stock.example.org"}
                  given:
                    - {event: shop.order.placed, data: {number: 18, total: 100, item: nut}}
                  expect: []
                - name: what is not due yet does not come
                  vars: {stock: "https://stock.example.org"}
                  given:
                    - {event: shop.order.placed, data: {number: 17, total: 120.5, item: nut}}
                    - after: 29m
                  answers:
                    - {call: "GET *", body: {left: 3}}
                  expect:
                    - {notice: ops}
                  others: ignored
                """))
        .isEqualTo("3 tests passed, 0 failed\n");
  }

  @Test
  void differences_stand_beside_each_other_with_file_and_line() throws IOException {
    assertThat(
            run(
                """
                - name: wrong text
                  vars: {stock: "https://stock.example.org"}
                  given:
                    - {event: shop.order.placed, data: {number: 17, total: 120, item: nut}}
                  answers:
                    - {call: "GET *", body: {left: 9}}
                  expect:
                    - {call: "GET *"}
                    - {notice: ops, text: Order 18}
                """))
        .contains("flow/tests/orders.test.yaml:1: wrong text")
        .contains("expected  {\"notice\":\"ops\",\"text\":\"Order 18\"}")
        .contains("text: expected 'Order 18', was 'Order 17'")
        .endsWith("0 tests passed, 1 failed\n");
  }

  @Test
  void what_was_not_expected_fails_the_test() throws IOException {
    assertThat(
            run(
                """
                - name: too much
                  vars: {stock: "https://stock.example.org"}
                  given:
                    - {event: shop.order.placed, data: {number: 17, total: 120, item: nut}}
                  answers:
                    - {call: "GET *", body: {left: 9}}
                  expect:
                    - {notice: ops}
                """))
        .contains("and also  {\"call\":\"GET https://stock.example.org/items/nut\"");
  }

  @Test
  void a_failing_call_is_a_failure_of_the_route() throws IOException {
    assertThat(
            run(
                """
                - name: the stock is broken
                  vars: {stock: "https://stock.example.org"}
                  given:
                    - {event: shop.order.placed, data: {number: 17, total: 120, item: nut}}
                  answers:
                    - {call: "GET *", status: 503}
                  expect:
                    - {call: "GET *"}
                    - {failure: "*503*", route: flow.orders}
                - name: the stock does not answer
                  vars: {stock: "https://stock.example.org"}
                  given:
                    - {event: shop.order.placed, data: {number: 17, total: 120, item: nut}}
                  answers:
                    - {call: "GET *", failure: connection refused}
                  expect:
                    - {call: "GET *"}
                    - {failure: connection refused}
                """))
        .isEqualTo("2 tests passed, 0 failed\n");
  }

  @Test
  void a_call_is_answered_differently_from_time_to_time() throws IOException {
    String tests =
        """
        - name: a shop that is down for a while is asked again
          vars: {stock: "https://stock.example.org"}
          given:
            - {event: shop.order.placed, data: {number: 17, item: lamp, total: 120}}
            - again: true
            - again: true
            - again: true
          answers:
            - {call: "GET https://stock.example.org/*", status: 503, times: 2}
            - {call: "GET https://stock.example.org/*", body: {left: 9}, times: 1}
          expect:
            - {call: "GET *"}
            - {failure: "*503*", route: flow.orders}
            - {call: "GET *"}
            - {failure: "*503*", route: flow.orders}
            - {call: "GET *"}
            - {notice: ops, text: Order 17}
          order: strict
        """;
    assertThat(run(tests)).isEqualTo("1 tests passed, 0 failed\n");
    assertThat(run(tests.replace("times: 2", "times: 1").replace("body:", "status: 500, body:")))
        .contains("The answers of the test to the call 'GET https://stock.example.org/items/lamp")
        .contains("are used up (times)");
    assertThat(run(tests.replace("times: 2", "times: 0")))
        .contains("'times' must be at least 1, was: 0");
    assertThat(run(tests.replace("again: true", "again: false")))
        .contains("a step of 'given' has either 'event', 'after' or 'again: true'");
  }

  @Test
  void a_call_without_an_answer_says_what_to_write() throws IOException {
    assertThat(
            run(
                """
                - name: no answers
                  vars: {stock: "https://stock.example.org"}
                  given:
                    - {event: shop.order.placed, data: {number: 17, total: 120, item: nut}}
                  expect:
                    - {notice: ops}
                """))
        .contains("The test has no answer for the call 'GET https://stock.example.org/items/nut'");
  }

  @Test
  void slips_in_a_test_file_are_told_with_their_line() throws IOException {
    assertThat(run("- name: x\n  givn:\n    - {event: a.b}\n  expect: []\n"))
        .contains("flow/tests/orders.test.yaml:1: unknown key 'givn'")
        .contains("did you mean 'given'?");
    assertThat(run("- name: x\n  given: []\n  expect: []\n"))
        .contains("'given' must have at least one event");
    assertThat(run("- name: x\n  given:\n    - {event: a.b}\n"))
        .contains("'expect' is missing; [] says that nothing goes out");
    assertThat(run("- name: [x\n")).contains("orders.test.yaml:2: not readable as YAML");
  }

  @Test
  void a_test_without_its_flow_says_so() throws IOException {
    Files.delete(routes.resolve("flow/orders.camel.yaml"));
    assertThat(run("- name: x\n  given:\n    - {event: a.b}\n  expect: []\n"))
        .contains("There is no orders.camel.yaml for this test");
  }

  @Test
  void routes_under_test_reach_no_more_than_others() throws IOException {
    Files.writeString(
        routes.resolve("flow/orders.camel.yaml"), FLOW.replace("notify:ops", "exec:touch"));
    assertThat(
            run(
                "- name: x\n  vars: {stock: \"https://stock.example.org\"}\n  given:\n    - {event: stock.low}\n  expect: []\n"))
        .contains("'exec' is not open to routes");
  }

  private static final String STRICT =
      """
      - name: first the notice, then the call
        vars: {stock: "https://stock.example.org"}
        given:
          - {event: shop.order.placed, data: {number: 17, total: 120, item: nut}}
        answers:
          - {call: "GET *", body: {left: 9}}
        expect:
          - {notice: ops}
          - {call: "GET *"}
        order: %s
      """;

  @Test
  void order_counts_only_where_it_is_strict() throws IOException {
    assertThat(run(STRICT.formatted("any"))).isEqualTo("1 tests passed, 0 failed\n");
    assertThat(run(STRICT.formatted("strict")))
        .contains("flow/tests/orders.test.yaml:1: first the notice, then the call")
        .contains("expected  {\"call\":\"GET *\"} later (order: strict)")
        .endsWith("0 tests passed, 1 failed\n");
  }

  @Test
  void what_must_never_go_out_fails_also_where_others_are_ignored() throws IOException {
    assertThat(
            run(
                """
                - name: no notice about 17
                  vars: {stock: "https://stock.example.org"}
                  given:
                    - {event: shop.order.placed, data: {number: 17, total: 120, item: nut}}
                  answers:
                    - {call: "GET *", body: {left: 9}}
                  expect: []
                  never:
                    - {notice: ops, text: "*17*"}
                  others: ignored
                """))
        .contains("never     {\"notice\":\"ops\",\"text\":\"*17*\"}")
        .contains("but was   {\"notice\":\"ops\",\"text\":\"Order 17\"");
  }

  @Test
  void slips_in_what_is_expected_are_told() throws IOException {
    assertThat(run("- name: x\n  given: [{event: a.b}]\n  expect: []\n  never: [{notcie: ops}]\n"))
        .contains("'never': unknown key 'notcie'", "did you mean 'notice'?");
    assertThat(run("- name: x\n  given: [{event: a.b}]\n  expect: [{notice: ops, txt: a}]\n"))
        .contains("'expect', notice: unknown key 'txt'", "did you mean 'text'?");
  }

  @Test
  void outcomes_are_written_as_junit_xml() throws Exception {
    Files.writeString(
        routes.resolve("flow/tests/orders.test.yaml"),
        STRICT.formatted("strict") + STRICT.formatted("any").replace("first", "<first>"));
    Path report = routes.resolve("out/report.xml");
    try (var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)) {
      var trials = new Trials(List.of(), BEANS, Reach.NOTHING, out);
      trials.run(routes);
      trials.report(report);
    }
    var suite =
        (org.w3c.dom.Element)
            javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testsuite")
                .item(0);
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    var failed = (org.w3c.dom.Element) suite.getElementsByTagName("testcase").item(0);
    assertThat(failed.getAttribute("line")).isEqualTo("1");
    assertThat(failed.getAttribute("file")).isEqualTo("flow/tests/orders.test.yaml");
    assertThat(failed.getTextContent()).contains("orders.test.yaml:1", "later (order: strict)");
  }
}
