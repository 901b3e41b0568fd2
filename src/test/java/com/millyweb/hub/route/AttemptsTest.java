package com.millyweb.hub.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.camel.Capabilities;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.route.Attempts.Attempt;
import com.millyweb.hub.route.RouteSwap.Busy;
import com.millyweb.hub.route.RouteSwap.NotStarted;
import com.millyweb.hub.route.check.Problem;
import com.millyweb.hub.route.check.ScratchRoutes;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may write a route file gets at nothing but what routes are given. */
class AttemptsTest {
  private static final String SECRET = "the-safe-is-open-4711";
  private static final List<String> received = new CopyOnWriteArrayList<>();
  private static HttpServer receiver;
  private static HubFixture hub;
  private static RouteSwap swap;
  private static ProducerTemplate template;

  @BeforeAll
  static void start() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/in",
        http -> {
          received.add(
              http.getRequestURI() + " " + http.getRequestHeaders().getFirst("Authorization"));
          http.sendResponseHeaders(204, -1);
          http.close();
        });
    receiver.start();
    Path folder = Files.createTempDirectory("routes");
    hub =
        HubFixture.startWithBeansOfTests(
            folder,
            Map.of(
                "hub.route.watch",
                "false",
                "hub.secrets.safe",
                SECRET,
                "hub.vars.word",
                "hello",
                "hub.egress.allow",
                "127.0.0.1:" + receiver.getAddress().getPort()));
    CamelContext camel = hub.bean(CamelContext.class);
    // the loader's way to the context, without its check
    swap =
        new RouteSwap(
            camel,
            hub.bean(Capabilities.class),
            hub.bean(SwappableEndpointMapping.class),
            Duration.ofSeconds(5));
    template = camel.createProducerTemplate();
  }

  @AfterAll
  static void stop() {
    hub.close();
    receiver.stop(0);
  }

  @Test
  void there_are_more_than_a_hundred_and_their_places_are_places() {
    assertThat(Attempts.all()).hasSizeGreaterThan(300);
    List<String> broken = new ArrayList<>();
    Attempts.expressionPlaces()
        .entrySet()
        .forEach(place -> plain(Attempts.harmless(place, "constant: '1'"), broken));
    Attempts.addressPlaces()
        .entrySet()
        .forEach(
            place -> {
              if (!place.getKey().startsWith("poll") && !place.getKey().startsWith("dynamic")) {
                plain(Attempts.harmless(place, "log:x"), broken);
              }
            });
    assertThat(broken).isEmpty();
  }

  private static void plain(Attempt attempt, List<String> broken) {
    errors(attempt).stream().map(error -> attempt + ": " + error).forEach(broken::add);
    String outcome = outcome(attempt);
    if (outcome != null) {
      broken.add(attempt + ": " + outcome);
    }
  }

  @Test
  void the_check_refuses_every_attempt_and_tells_nothing() {
    List<String> passed = new ArrayList<>();
    List<String> told = new ArrayList<>();
    Attempts.all()
        .forEach(
            attempt -> {
              List<String> errors = errors(attempt);
              if (errors.isEmpty()) {
                passed.add(attempt.toString());
              }
              errors.stream().filter(AttemptsTest::tells).forEach(told::add);
            });
    assertThat(passed).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void the_running_hub_refuses_every_attempt_without_the_check() {
    List<String> passed = new ArrayList<>();
    List<String> told = new ArrayList<>();
    Attempts.all()
        .forEach(
            attempt -> {
              String outcome = outcome(attempt);
              if (outcome == null) {
                passed.add(attempt.toString());
              } else if (tells(outcome)) {
                told.add(attempt + ": " + outcome);
              }
            });
    assertThat(passed).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void a_secret_goes_out_as_an_option_and_is_in_no_uri() throws Exception {
    String basic =
        Base64.getEncoder().encodeToString(("hello:" + SECRET).getBytes(StandardCharsets.UTF_8));
    assertThat(
            sent(
                "token: '{{secrets.safe}}', word: '{{vars.word}}', authMethod: Basic,"
                    + " authUsername: '{{vars.word}}', authPassword: '{{secrets.safe}}',"
                    + " authenticationPreemptive: true"))
        .contains("token=" + SECRET, "word=hello", "Basic " + basic);
    assertThat(sent("authMethod: Bearer, authBearerToken: '{{secrets.safe}}'"))
        .contains("Bearer " + SECRET);
  }

  private static String sent(String parameters) throws Exception {
    String target = "http://127.0.0.1:%d/in".formatted(receiver.getAddress().getPort());
    RouteText text =
        RouteText.of(
            Attempts.FILE,
            Attempts.route("- to: {uri: '%s', parameters: {%s}}".formatted(target, parameters)));
    assertThat(hub.bean(RouteFiles.class).check(Attempts.FILE, text.content())).isEmpty();
    swap.replace(Attempts.FILE, text, null);
    Exchange sent = template.send("direct:attempt", exchange -> exchange.getMessage().setBody("1"));
    assertThat(sent.getException()).isNull();
    assertThat(hub.bean(CamelContext.class).getEndpoints())
        .noneMatch(endpoint -> endpoint.getEndpointUri().contains(SECRET));
    swap.replace(Attempts.FILE, null, text);
    return received.get(received.size() - 1);
  }

  @Test
  void a_check_asks_nobody_and_tells_no_value() {
    String target = "http://127.0.0.1:%d/in".formatted(receiver.getAddress().getPort());
    int before = received.size();
    for (String step :
        List.of(
            "- setBody: {constant: 'resource:%s'}",
            "- setBody: {constant: {expression: 'resource:%s', resultType: int}}",
            "- setBody: {constant: '{{vars.none:resource:%s}}'}",
            "- to: '%s'",
            "- toD: '%s'",
            "- enrich: {constant: '%s'}",
            "- poll: '%s'")) {
      errors(new Attempt(step, Attempts.route(step.formatted(target))));
    }
    assertThat(received).hasSize(before);
    for (String step :
        List.of(
            "- to: 'event:{{vars.word}} x'",
            "- to: 'event:x?delay={{vars.word}}&timeout={{vars.word}}'",
            "- toD: '{{vars.word}}:x'",
            "- toD: 'sql:file:/{{vars.word}}'",
            "- setBody: {constant: {expression: '{{vars.word}}', resultType: int}}",
            "- setBody: {simple: '${{{vars.word}}}'}")) {
      List<String> errors = errors(new Attempt(step, Attempts.route(step)));
      assertThat(errors).as(step).isNotEmpty().noneMatch(error -> error.contains("hello"));
    }
  }

  @Test
  void sql_of_a_flow_asks_as_another_user() throws Exception {
    assertThat(sql("select cast(current_user as text) as who").getMessage().getBody(String.class))
        .contains("hub_flow_");
    for (String statement :
        List.of(
            "copy (select 1) to program 'id'",
            "select rolpassword from pg_authid",
            "select password from public.role_login",
            "set role postgres")) {
      assertThat(ScratchRoutes.reason(sql(statement).getException()))
          .as(statement)
          .contains("permission denied");
    }
  }

  private static Exchange sql(String statement) throws Exception {
    RouteText text =
        RouteText.of(Attempts.FILE, Attempts.route("- to: \"sql:%s\"".formatted(statement)));
    swap.replace(Attempts.FILE, text, null);
    try {
      return template.send("direct:attempt", exchange -> exchange.getMessage().setBody("1"));
    } finally {
      swap.replace(Attempts.FILE, null, text);
    }
  }

  @Test
  void a_secret_is_nothing_but_a_reference_in_a_message() throws Exception {
    RouteText text =
        RouteText.of(
            Attempts.FILE,
            Attempts.route("- setBody: {constant: 'http:x?token={{secrets.safe}}'}"));
    swap.replace(Attempts.FILE, text, null);
    String body = template.requestBody("direct:attempt", "1", String.class);
    assertThat(body).startsWith("http:x?token=#secret-").doesNotContain(SECRET);
    swap.replace(Attempts.FILE, null, text);
  }

  @Test
  void what_a_message_brings_is_judged_when_it_is_there() throws Exception {
    for (String step :
        List.of(
            "- toD: 'log:${header.x}'",
            "- setBody: {simple: '${${header.x}}'}",
            "- setBody: {simple: '${body[${header.x}]}'}",
            "- recipientList: {header: x}",
            "- routingSlip: {header: x}",
            "- enrich: {header: x}",
            "- pollEnrich: {header: x}",
            "- dynamicRouter: {header: x}")) {
      for (String data :
          List.of(
              "exec:id",
              "platform-http:/attempt",
              "log:x?marker={{secrets.safe}}",
              "x?marker={{secrets.safe}}",
              "x?exchangeFormatter=#class:java.lang.ProcessBuilder",
              "env.PATH",
              "bean:dataSource.getPassword",
              "a].class.forName(java.lang.Runtime).foo[b")) {
        RouteText text = RouteText.of(Attempts.FILE, Attempts.route(step));
        swap.replace(Attempts.FILE, text, null);
        Exchange sent =
            template.send(
                "direct:attempt",
                exchange -> {
                  exchange.getMessage().setBody(Map.of("k", "v"));
                  exchange.getMessage().setHeader("x", data);
                });
        String seen = sent.getException() + " " + sent.getMessage().getBody(String.class);
        assertThat(tells(seen)).as("%s with %s: %s", step, data, seen).isFalse();
        boolean harmless = step.contains("log:") && !data.contains("?");
        if (!harmless && !(step.contains("body[") && sent.getMessage().getBody() == null)) {
          assertThat(sent.getException()).as("%s with %s: %s", step, data, seen).isNotNull();
        }
        swap.replace(Attempts.FILE, null, text);
      }
    }
  }

  private static boolean tells(String text) {
    return text.contains(SECRET)
        || text.contains(HubFixture.ADMIN_TOKEN)
        || text.contains(System.getenv("PATH"))
        || text.contains(hub.database().password());
  }

  private static List<String> errors(Attempt attempt) {
    return hub.bean(RouteFiles.class).check(Attempts.FILE, attempt.content()).stream()
        .filter(Problem::isError)
        .map(Problem::toString)
        .toList();
  }

  /** What went wrong when the file ran and was used; null when nothing did. */
  private static String outcome(Attempt attempt) {
    RouteText text = RouteText.of(Attempts.FILE, attempt.content());
    try {
      swap.replace(Attempts.FILE, text, null);
    } catch (NotStarted | Busy e) {
      return e.getMessage();
    }
    try {
      Exchange sent =
          template.send("direct:attempt", exchange -> exchange.getMessage().setBody("1"));
      return sent.getException() == null ? null : ScratchRoutes.reason(sent.getException());
    } catch (RuntimeException e) {
      return ScratchRoutes.reason(e);
    } finally {
      try {
        swap.replace(Attempts.FILE, null, text);
      } catch (NotStarted | Busy e) {
        throw new AssertionError(e);
      }
    }
  }
}
