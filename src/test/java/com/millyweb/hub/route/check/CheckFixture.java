package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.route.check.OtherRoutes.JavaNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** A file that is good, and what is said of it when something in it is not. */
final class CheckFixture {
  static final String FILE = "flow/hello.camel.yaml";

  static final String GOOD =
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

  private static final RouteCheck CHECK =
      new RouteCheck(KnownBeans.scan(), RouteValues.of(environment()), List.of(), Samples.NONE);

  private CheckFixture() {}

  static String step(String step) {
    return GOOD.replace("to: event:hello.said", step);
  }

  static StandardEnvironment environment() {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("test", Map.of("hub.vars.name", "me")));
    return environment;
  }

  static RouteOutline read(String file, String content) {
    return CHECK.read(RouteText.of(file, content));
  }

  static List<String> errors(String content, RouteOutline... others) {
    return errors(FILE, content, others);
  }

  static List<String> errors(String file, String content, RouteOutline... others) {
    List<RouteOutline> all = new ArrayList<>(List.of(others));
    return CHECK
        .check(RouteText.of(file, content), OtherRoutes.of(all, all, JavaNames.NONE), List.of())
        .stream()
        .filter(Problem::isError)
        .map(Problem::toString)
        .toList();
  }

  static List<Problem> problems(String content) {
    return CHECK.check(
        RouteText.of(FILE, content),
        OtherRoutes.of(List.of(), List.of(), JavaNames.NONE),
        List.of());
  }
}
