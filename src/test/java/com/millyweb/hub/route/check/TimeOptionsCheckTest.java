package com.millyweb.hub.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.route.check.OtherRoutes.JavaNames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;

/** What is wrong with collect, atMost, cancel and since is told where it stands. */
class TimeOptionsCheckTest {
  private static final String FILE = "flow/pace.camel.yaml";

  private static final String FLOW =
      """
      - route:
          id: flow.pace
          description: Paces its events
          from:
            uri: event:a
            parameters: {concurrency: 2}
            steps:
              - to: {uri: event:b, parameters: {subject: x}}
      """;

  private static RouteCheck check;

  @BeforeAll
  static void load() {
    check =
        new RouteCheck(
            KnownBeans.scan(), RouteValues.of(new StandardEnvironment()), List.of(), Samples.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collect: 10s",
        "collect: 10s, collectBy: type, collectMax: 1",
        "collect: 10s, collectBy: '${body[a][host]}', filter: '${body[n]} > 1'",
        "collect: 10s, collectBy: /a/0/host, atMost: 1/1h",
        "collect: 10s, orderBy: subject",
        "atMost: 10/30m, atMostBy: none",
        "since: -7d",
        "since: '2030-01-31T08:00:00Z', orderBy: source"
      })
  void what_the_manual_says_is_no_mistake(String options) {
    assertThat(errors(from(options))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "collect: 5x | collect | '5x'",
        "collect: 0s | collect | collect must be a time from 1ms to 31d",
        "collect: 10s, collectMax: 0 | collectMax | collectMax must be 1 to 1000, was: 0",
        "collect: 10s, collectBy: host | collectBy | collectBy must be subject, source, type, none, or a field of the body such as ${body[host]} or /host, was: 'host'",
        "collect: 10s, orderBy: source | orderBy | orderBy=source cannot be together with collectBy=subject, which keeps its own order: leave out orderBy",
        "collectBy: type | collectBy | collectBy says something only together with collect",
        "collectMax: 5 | collectMax | collectMax says something only together with collect",
        "atMost: 1 | atMost | atMost must be a number and a time such as 1/1h or 10/30m, was: '1'",
        "atMost: 0/1h | atMost | atMost must let 1 to 1000 pass, was: 0",
        "atMost: 1/1y | atMost | atMost must be a number and a time",
        "atMostBy: type | atMostBy | atMostBy says something only together with atMost",
        "collect: 10s, atMost: 1/1h, atMostBy: type | collectBy | collectBy and atMostBy must be the same, were: 'subject' and 'type'",
        "since: 7d | since | since must be a time back such as -7d, or an ISO 8601 time such as 2030-01-31T08:00:00Z, was: '7d'",
        "since: yesterday | since | since must be a time back"
      })
  void a_mistake_is_told_in_its_line(String options, String option, String message) {
    assertThat(errors(from(options)))
        .singleElement()
        .asString()
        .startsWith(FILE + ":6:")
        .contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"key: k", "subject: s", "delay: 1s", "at: '2030-01-31T08:00:00Z'"})
  void cancel_stands_alone(String other) {
    assertThat(errors(FLOW.replace("subject: x", "cancel: 'k/${body[n]}'"))).isEmpty();
    String option = other.substring(0, other.indexOf(':'));
    assertThat(errors(FLOW.replace("subject: x", "cancel: 'k/${body[n]}', " + other)))
        .singleElement()
        .asString()
        .startsWith(FILE + ":8:")
        .contains("cancel takes back an event and sends none, so that " + option + " says nothing");
  }

  @Test
  void routes_of_one_group_pace_alike() {
    String group = "collect: 10s, group: g";
    String other = from(group).replace("flow.pace", "flow.other");
    assertThat(errors(from(group), check.read(RouteText.of("flow/other.camel.yaml", other))))
        .isEmpty();
    assertThat(
            errors(
                from("collect: 20s, group: g"),
                check.read(RouteText.of("flow/other.camel.yaml", other))))
        .singleElement()
        .asString()
        .contains("Group 'g' subscribes to 'a' already", "or collect or limit them otherwise");
  }

  private static String from(String options) {
    return FLOW.replace("concurrency: 2", options);
  }

  private static List<String> errors(String content, RouteOutline... others) {
    List<RouteOutline> all = new ArrayList<>(List.of(others));
    return check
        .check(RouteText.of(FILE, content), OtherRoutes.of(all, all, JavaNames.NONE), List.of())
        .stream()
        .filter(Problem::isError)
        .map(Problem::toString)
        .toList();
  }
}
