package com.millyweb.hub.workbench.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is said of a flow that did not take an event, against what the engine did with it: every
 * filter meets every event, and the parts of a filter are filters of their own.
 */
class WhyNotCorpusTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The same order, told in different ways: also wrong ones. */
  private static final List<String> ORDERS =
      List.of(
          """
          {"total":140,"price":19.5,"count":"7","name":"Anna","paid":true,"tags":["a","b"],
           "note":"hello world","customer":{"city":"Berlin","vip":null,"address":{"zip":"10115"}}}
          """,
          """
          {"total":40,"price":99.99,"count":"12","name":"Bert","paid":false,"tags":[],
           "note":"","customer":{"city":"Hamburg","vip":true,"address":{"zip":"20095"}}}
          """,
          // everything is missing
          "{}",
          // nothing is of the type that one would expect
          """
          {"total":"many","price":"19.5","count":7,"name":12,"paid":"true","tags":"a",
           "note":["hello"],"customer":[]}
          """,
          // null is not missing
          """
          {"total":null,"price":0,"count":"","name":null,"paid":null,"tags":null,"note":null,
           "customer":{"city":null,"vip":false,"address":null}}
          """,
          "{\"total\":-1e3,\"name\":\"anna-lena & co\",\"customer\":{\"city\":\"New York\"}}");

  /** Conditions, each with what is variable in it and where that stands in the order. */
  private static final Map<String, Map<String, String>> CONDITIONS = conditions();

  /** Two or three of them together. */
  private static final List<String> TOGETHER =
      List.of(
          "${body[total]} > 100 && ${body[name]} == 'Anna'",
          "${body[total]} > 100 || ${body[name]} == 'Anna'",
          "${body[paid]} == true && ${body[customer][city]} == 'Hamburg'",
          "${body[tags]} contains 'a' || ${body[customer][vip]} == true",
          "${jq(.total)} > 50 && ${jsonpath($.customer.city)} == 'Berlin'",
          "${body[note]} == null || ${body[count]} > 8",
          "${body[total]} > 100 && ${body[paid]} == true && ${body[tags]} contains 'a'",
          "${header.ce-subject} == 's1' && ${body[total]} > 100");

  /** Patterns, each with a type that it might have meant. */
  private static final List<String> PATTERNS =
      List.of(
          "corpus.order.*",
          "corpus.*.paid",
          "corpus.**",
          "*.order.paid",
          "**",
          "corpus.*",
          "corpus.order.refunded",
          "corpus.order.paid.*",
          "corpus.order.paid.**",
          "corpsu.order.paid",
          "weather.**");

  private static HubFixture hub;
  private static final List<UUID> EVENTS = new ArrayList<>();

  /** How each event ended in each flow; nothing where it did not come to it. */
  private static final Map<UUID, Map<String, String>> ENDED = new HashMap<>();

  private static final Map<String, String> FLOWS = new LinkedHashMap<>();

  private static Map<String, Map<String, String>> conditions() {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    for (String condition :
        List.of(
            "${body[total]} > 100",
            "${body[total]} >= 40",
            "${body[total]} < 0",
            "${body[total]} <= 140",
            "${body[total]} == 140",
            "${body[total]} != 140",
            "${body[total]} range '30..50'",
            "${body[total]} !range '30..50'")) {
      all.put(condition, Map.of("${body[total]}", "/total"));
    }
    all.put("${body[price]} > 19.5", Map.of("${body[price]}", "/price"));
    all.put("${body[price]} == 19.5", Map.of("${body[price]}", "/price"));
    all.put("${body[count]} > 8", Map.of("${body[count]}", "/count"));
    for (String condition :
        List.of(
            "${body[name]} == 'Anna'",
            "${body[name]} =~ 'ANNA'",
            "${body[name]} contains 'nn'",
            "${body[name]} !contains 'nn'",
            "${body[name]} ~~ 'NN'",
            "${body[name]} startsWith 'A'",
            "${body[name]} endsWith 'a'",
            "${body[name]} regex '^[AB].*'",
            "${body[name]} !regex '^[AB].*'",
            "${body[name]} in 'Bert,Carl'",
            "${body[name]} !in 'Anna,Carl'",
            "${body[name]} == null",
            "${body[name]} != null")) {
      all.put(condition, Map.of("${body[name]}", "/name"));
    }
    all.put("${body[paid]} == true", Map.of("${body[paid]}", "/paid"));
    all.put("${body[note]} == null", Map.of("${body[note]}", "/note"));
    all.put("${body[note]} == ''", Map.of("${body[note]}", "/note"));
    all.put("${body[tags]} contains 'a'", Map.of("${body[tags]}", "/tags"));
    all.put("${body[nothing]} == 'x'", Map.of("${body[nothing]}", "/nothing"));
    all.put("${body[customer][vip]} == true", Map.of("${body[customer][vip]}", "/customer/vip"));
    all.put("${body[customer][vip]} != null", Map.of("${body[customer][vip]}", "/customer/vip"));
    all.put(
        "${body[customer][city]} == 'Hamburg'",
        Map.of("${body[customer][city]}", "/customer/city"));
    all.put(
        "${body[customer][address][zip]} startsWith '1'",
        Map.of("${body[customer][address][zip]}", "/customer/address/zip"));
    all.put("${jq(.total)} > 50", Map.of("${jq(.total)}", "/total"));
    all.put("${jq(.name)} == 'Anna'", Map.of("${jq(.name)}", "/name"));
    all.put("${jsonpath($.total)} > 50", Map.of("${jsonpath($.total)}", "/total"));
    all.put(
        "${jsonpath($.customer.city)} == 'Berlin'",
        Map.of("${jsonpath($.customer.city)}", "/customer/city"));
    all.put("${header.ce-subject} == 's1'", Map.of());
    all.put("${header.ce-nothing} == null", Map.of());
    all.put("${header.ce-type} contains 'order'", Map.of());
    return all;
  }

  @BeforeAll
  static void start(@TempDir Path routes) throws Exception {
    for (String condition : CONDITIONS.keySet()) {
      FLOWS.put("flow.c%02d".formatted(FLOWS.size()), condition);
    }
    for (String together : TOGETHER) {
      FLOWS.put("flow.c%02d".formatted(FLOWS.size()), together);
    }
    hub = HubFixture.start(routes, Map.of());
    hub.bean(CamelContext.class).addRoutes(inJava());
    for (int n = 0; n < ORDERS.size(); n++) {
      EVENTS.add(
          hub.bean(EventLog.class)
              .append(
                  NewEvent.json(
                          "corpus.order.paid",
                          "shop",
                          ORDERS.get(n).getBytes(StandardCharsets.UTF_8))
                      .withSubject("s" + (n + 1)))
              .join()
              .id());
    }
    JdbcClient jdbc = hub.bean(JdbcClient.class);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                jdbc.sql("select count(*) from delivery where state <> 3")
                        .query(Long.class)
                        .single()
                    == 0);
    jdbc.sql(
            """
            select h.event_id, s.name, h.outcome from delivery_history h join subscription s on s.id = h.subscription
            union all
            select d.event_id, s.name, 'dead' from delivery d join subscription s on s.id = d.subscription
            """)
        .query(
            row -> {
              ENDED
                  .computeIfAbsent(row.getObject(1, UUID.class), id -> new HashMap<>())
                  .put(row.getString(2), row.getString(3));
            });
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static RouteBuilder inJava() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        FLOWS.forEach(
            (flow, filter) ->
                from("event:corpus.order.paid?maxAttempts=1&filter=RAW(" + filter + ")")
                    .routeId(flow)
                    .setBody(constant("done")));
        for (int n = 0; n < PATTERNS.size(); n++) {
          from("event:" + PATTERNS.get(n))
              .routeId("flow.pattern.p%02d".formatted(n))
              .setBody(constant("done"));
        }
      }
    };
  }

  @TestFactory
  Stream<DynamicTest> filters_are_told_as_the_engine_applied_them() {
    return FLOWS.entrySet().stream()
        .map(
            flow ->
                DynamicTest.dynamicTest(
                    flow.getValue(),
                    () -> {
                      for (int n = 0; n < ORDERS.size(); n++) {
                        isToldAsItWas(flow.getKey(), flow.getValue(), n);
                      }
                    }));
  }

  private static void isToldAsItWas(String flow, String filter, int n) throws IOException {
    UUID event = EVENTS.get(n);
    Why why = hub.bean(WhyAnswers.class).of(event).orElseThrow();
    String ended = ENDED.get(event).get(flow);
    String about = "%s on %s, which was %s".formatted(filter, ORDERS.get(n).strip(), ended);
    boolean refused = "filtered".equals(ended);
    assertThat(why.ran().stream().anyMatch(ran -> ran.flow().equals(flow)))
        .as(about)
        .isEqualTo(!refused);
    List<Why.Missed> missed = why.missed().stream().filter(one -> one.flow().equals(flow)).toList();
    assertThat(missed).as(about).hasSize(refused ? 1 : 0);
    if (!refused) {
      return;
    }
    assertThat(missed.get(0).because()).as(about).isEqualTo(Why.Because.filter);
    List<Why.FilterPart> parts = missed.get(0).parts();
    assertThat(parts).as(about).allMatch(part -> part.problem() == null);
    assertThat(parts)
        .as(about)
        .extracting(Why.FilterPart::text)
        .containsExactlyElementsOf(refusing(filter, event));
    JsonNode order = JSON.readTree(ORDERS.get(n));
    for (Why.FilterPart part : parts) {
      Map<String, String> values = CONDITIONS.get(part.text());
      values.forEach(
          (name, pointer) ->
              assertThat(part.values()).as(about).containsEntry(name, shown(order.at(pointer))));
      assertThat(part.values()).as(about).hasSize(1);
    }
  }

  /** The conditions of a filter that, each as a filter of its own, said no to the event. */
  private static List<String> refusing(String filter, UUID event) {
    return Stream.of(filter.split(" && | \\|\\| "))
        .filter(
            condition ->
                FLOWS.entrySet().stream()
                    .filter(flow -> flow.getValue().equals(condition))
                    .anyMatch(flow -> "filtered".equals(ENDED.get(event).get(flow.getKey()))))
        .toList();
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() || value.isNull()
        ? "null"
        : value.isValueNode() ? value.asText() : value.toString();
  }

  @TestFactory
  Stream<DynamicTest> patterns_are_told_as_the_engine_applied_them() {
    UUID event = EVENTS.get(0);
    Why why = hub.bean(WhyAnswers.class).of(event).orElseThrow();
    List<DynamicTest> tests = new ArrayList<>();
    for (int n = 0; n < PATTERNS.size(); n++) {
      String flow = "flow.pattern.p%02d".formatted(n);
      tests.add(
          DynamicTest.dynamicTest(
              PATTERNS.get(n),
              () -> {
                boolean taken = "done".equals(ENDED.get(event).get(flow));
                assertThat(why.ran().stream().anyMatch(ran -> ran.flow().equals(flow)))
                    .isEqualTo(taken);
                assertThat(why.missed())
                    .filteredOn(missed -> missed.flow().equals(flow))
                    .hasSizeLessThanOrEqualTo(taken ? 0 : 1)
                    .allMatch(missed -> missed.because() == Why.Because.pattern);
              }));
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> corpus_says_yes_and_no() {
    return Stream.of("done", "filtered")
        .map(
            ended ->
                DynamicTest.dynamicTest(
                    ended,
                    () ->
                        assertThat(
                                ENDED.values().stream()
                                    .flatMap(flows -> flows.values().stream())
                                    .filter(ended::equals))
                            .hasSizeGreaterThan(60)));
  }
}
