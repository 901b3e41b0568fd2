package com.millyweb.hub.workbench.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.history.DeliveryHistory;
import com.millyweb.hub.event.history.DeliveryState;
import com.millyweb.hub.fixture.HubFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Which flows did not take an event, and which part of their filter said no. */
class WhyNotTest {
  private static final String ORDER =
      """
      {"total":40,"price":19.5,"count":"7","name":"Anna","paid":false,"tags":["a","b"],
       "note":"hello world","customer":{"city":"Berlin","vip":null}}
      """;

  /** A filter, and the values of the parts that said no. */
  private record Filter(String text, List<Map<String, String>> values) {
    /** In a file, an ampersand ends an option. */
    boolean isOfJava() {
      return text.contains("&&");
    }
  }

  private static final List<Filter> CORPUS =
      List.of(
          no("${body[total]} > 100", "${body[total]}", "40"),
          no("${body[total]} >= 41", "${body[total]}", "40"),
          no("${body[total]} < 40", "${body[total]}", "40"),
          no("${body[total]} <= 39", "${body[total]}", "40"),
          no("${body[total]} == 41", "${body[total]}", "40"),
          no("${body[total]} != 40", "${body[total]}", "40"),
          no("${body[price]} > 19.5", "${body[price]}", "19.5"),
          no("${body[count]} > 8", "${body[count]}", "7"),
          no("${body[name]} == 'Bert'", "${body[name]}", "Anna"),
          no("${body[name]} =~ 'BERT'", "${body[name]}", "Anna"),
          no("${body[name]} contains 'x'", "${body[name]}", "Anna"),
          no("${body[name]} !contains 'nn'", "${body[name]}", "Anna"),
          no("${body[name]} ~~ 'XX'", "${body[name]}", "Anna"),
          no("${body[name]} startsWith 'B'", "${body[name]}", "Anna"),
          no("${body[name]} endsWith 'b'", "${body[name]}", "Anna"),
          no("${body[name]} regex '^B.*'", "${body[name]}", "Anna"),
          no("${body[name]} in 'Bert,Carl'", "${body[name]}", "Anna"),
          no("${body[name]} !in 'Anna,Carl'", "${body[name]}", "Anna"),
          no("${body[total]} range '50..60'", "${body[total]}", "40"),
          no("${body[total]} !range '30..50'", "${body[total]}", "40"),
          no("${body[customer][vip]} != null", "${body[customer][vip]}", "null"),
          no("${body[note]} == null", "${body[note]}", "hello world"),
          no("${body[nothing]} == 'x'", "${body[nothing]}", "null"),
          no("${body[tags]} contains 'c'", "${body[tags]}", "[\"a\",\"b\"]"),
          no("${body[paid]} == true", "${body[paid]}", "false"),
          no("${body[customer][city]} == 'Hamburg'", "${body[customer][city]}", "Berlin"),
          no("${header.ce-subject} == 's2'", "${header.ce-subject}", "s1"),
          no("${jq(.total)} > 100", "${jq(.total)}", "40"),
          no("${jsonpath($.customer.city)} == 'Hamburg'", "${jsonpath($.customer.city)}", "Berlin"),
          no("${body[total]} > 10 && ${body[name]} == 'Bert'", "${body[name]}", "Anna"),
          no("${body[total]} > 100 && ${body[name]} == 'Anna'", "${body[total]}", "40"),
          both("${body[total]} > 100 && ${body[name]} == 'Bert'"),
          both("${body[total]} > 100 || ${body[name]} == 'Bert'"),
          no(
              "${body[total]} > 10 && ${body[paid]} == true && ${body[tags]} contains 'a'",
              "${body[paid]}",
              "false"));

  private static @TempDir Path routes;
  private static HubFixture hub;
  private static Why why;

  private static Filter no(String text, String name, String value) {
    return new Filter(text, List.of(Map.of(name, value)));
  }

  private static Filter both(String text) {
    return new Filter(
        text, List.of(Map.of("${body[total]}", "40"), Map.of("${body[name]}", "Anna")));
  }

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(routes.resolve("flow"));
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < CORPUS.size(); i++) {
      if (!CORPUS.get(i).isOfJava()) {
        file.append(
            route("no.f%02d".formatted(i), "shop.order.paid", "filter", CORPUS.get(i).text()));
      }
    }
    file.append(route("no.near", "shop.order.refunded", "maxAttempts", "3"));
    file.append(route("no.misspelt", "shpo.order.paid", "maxAttempts", "3"));
    file.append(route("no.far", "weather.changed", "maxAttempts", "3"));
    file.append(route("no.yes", "shop.order.*", "atMost", "1/1h"));
    Files.writeString(routes.resolve("flow/no.camel.yaml"), file);
    hub = HubFixture.start(routes, Map.of());
    hub.bean(CamelContext.class).addRoutes(inJava());
    append();
    UUID second = append();
    await()
        .until(
            () ->
                hub.bean(DeliveryHistory.class).of(second).stream()
                        .filter(delivery -> delivery.state() == DeliveryState.filtered)
                        .count()
                    == CORPUS.size() + 1);
    why = hub.bean(WhyAnswers.class).of(second).orElseThrow();
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static RouteBuilder inJava() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        for (int i = 0; i < CORPUS.size(); i++) {
          if (CORPUS.get(i).isOfJava()) {
            from("event:shop.order.paid?filter=RAW(" + CORPUS.get(i).text() + ")")
                .routeId("flow.no.f%02d".formatted(i))
                .setBody(constant("done"));
          }
        }
      }
    };
  }

  private static String route(String id, String type, String option, String value) {
    return """
        - route:
            id: flow.%s
            description: Takes %s
            from:
              uri: event:%s
              parameters:
                %s: "%s"
              steps:
                - setBody:
                    constant: done
        """
        .formatted(id, type, type, option, value);
  }

  private static UUID append() {
    return hub.bean(EventLog.class)
        .append(
            NewEvent.json("shop.order.paid", "shop", ORDER.getBytes(StandardCharsets.UTF_8))
                .withSubject("s1"))
        .join()
        .id();
  }

  private static Why.Missed missed(String flow) {
    return why.missed().stream()
        .filter(missed -> missed.flow().equals(flow))
        .findFirst()
        .orElseThrow();
  }

  @TestFactory
  Stream<DynamicTest> filter_that_said_no_is_told_with_its_values() {
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < CORPUS.size(); i++) {
      Filter filter = CORPUS.get(i);
      String flow = "flow.no.f%02d".formatted(i);
      tests.add(
          DynamicTest.dynamicTest(
              filter.text(),
              () -> {
                Why.Missed missed = missed(flow);
                assertThat(missed.because()).isEqualTo(Why.Because.filter);
                assertThat(missed.parts()).allMatch(part -> part.problem() == null);
                assertThat(missed.parts())
                    .extracting(Why.FilterPart::values)
                    .isEqualTo(filter.values());
                assertThat(missed.parts())
                    .allSatisfy(
                        part ->
                            assertThat(part.text())
                                .startsWith(part.values().keySet().iterator().next())
                                .doesNotContain("&&", "||"));
              }));
    }
    return tests.stream();
  }

  @Test
  void part_is_told_as_it_is_written() {
    assertThat(missed("flow.no.f00").parts().get(0).text()).isEqualTo("${body[total]} > 100");
  }

  @Test
  void near_pattern_is_told_and_others_are_counted() {
    assertThat(missed("flow.no.near").text())
        .isEqualTo("it wants 'shop.order.refunded' and this is 'shop.order.paid'");
    assertThat(missed("flow.no.misspelt").because()).isEqualTo(Why.Because.pattern);
    assertThat(why.missed()).noneMatch(missed -> missed.flow().equals("flow.no.far"));
    assertThat(why.others()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void limit_that_was_used_up_is_told() {
    assertThat(missed("flow.no.yes").because()).isEqualTo(Why.Because.atMost);
    assertThat(missed("flow.no.yes").text()).contains("1 in 1h", "had passed already");
  }

  @Test
  void words_name_the_part_and_its_value() {
    assertThat(WhyText.plain(why)).contains("- `${body[total]} > 100`: `${body[total]}` was `40`");
  }
}
